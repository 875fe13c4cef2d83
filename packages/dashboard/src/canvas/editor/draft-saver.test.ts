import type { Graph, Draft } from "@tempograph/graph";
import { expect, test } from "vitest";
import { DraftSaver, type DraftServer, type SavedDraft, type SaveStatus } from "./draft-saver.ts";

const draftOf = (labels: Record<string, string>): Draft => ({
  graph: {
    nodes: Object.entries(labels).map(([id, label]) => ({ id, type: "transform", data: {}, label })),
    edges: [],
  } satisfies Graph,
  triggers: [],
});

/** An API that keeps one draft. */
function server(draft: Draft): DraftServer & { stored: SavedDraft; fails: Error | undefined; calls: number } {
  return {
    stored: { draft, revision: 1 },
    fails: undefined,
    calls: 0,
    async save(next, revision) {
      this.calls++;
      if (this.fails !== undefined) throw this.fails;
      if (revision !== this.stored.revision) return undefined;
      this.stored = { draft: structuredClone(next), revision: revision + 1 };
      return this.stored;
    },
    load() {
      return Promise.resolve(structuredClone(this.stored));
    },
  };
}

function tab(api: ReturnType<typeof server>) {
  const person = { draft: structuredClone(api.stored.draft), status: { kind: "saved" } as SaveStatus };
  const saver = new DraftSaver({
    server: api,
    saved: { draft: person.draft, revision: api.stored.revision },
    current: () => person.draft,
    onMerged: (draft) => (person.draft = draft),
    onStatus: (status) => (person.status = status),
  });
  return { person, saver };
}

test("a draft is saved, and only when it has changed", async () => {
  const api = server(draftOf({ a: "A" }));
  const { person, saver } = tab(api);
  await saver.flush();
  expect(api.calls).toBe(0);
  person.draft = draftOf({ a: "B" });
  await saver.flush();
  expect(api.stored.draft).toEqual(draftOf({ a: "B" }));
  expect([saver.revision, saver.hasUnsaved, person.status.kind]).toEqual([2, false, "saved"]);
});

test("two tabs change different nodes: both drafts come to be the same, and nothing is asked", async () => {
  const api = server(draftOf({ a: "A", b: "B" }));
  const [one, other] = [tab(api), tab(api)];
  one.person.draft = draftOf({ a: "mine", b: "B" });
  other.person.draft = draftOf({ a: "A", b: "theirs", c: "new" });
  await one.saver.flush();
  await other.saver.flush();
  expect(other.person.draft).toEqual(draftOf({ a: "mine", b: "theirs", c: "new" }));
  expect(api.stored.draft).toEqual(other.person.draft);
  expect(other.person.status.kind).toBe("saved");
});

test("two tabs change the same field: nothing is saved until a person has decided", async () => {
  const api = server(draftOf({ a: "A", b: "B" }));
  const [one, other] = [tab(api), tab(api)];
  one.person.draft = draftOf({ a: "one", b: "B" });
  other.person.draft = draftOf({ a: "other", b: "changed" });
  await one.saver.flush();
  await other.saver.flush();
  const { status } = other.person;
  if (status.kind !== "conflict") throw new Error(status.kind);
  expect(status.conflicts).toMatchObject([{ id: "a", path: "/label", mine: "other", theirs: "one" }]);
  expect(api.stored.draft).toEqual(draftOf({ a: "one", b: "B" }));
  await other.saver.resolve(new Map([[status.conflicts[0]!.key, "theirs"]]));
  expect(api.stored.draft).toEqual(draftOf({ a: "one", b: "changed" }));
  expect(other.person.status.kind).toBe("saved");
});

test("an API that is away loses nothing: the draft stays unsaved, and is saved later", async () => {
  const api = server(draftOf({ a: "A" }));
  const { person, saver } = tab(api);
  api.fails = new Error("away");
  person.draft = draftOf({ a: "B" });
  await saver.flush();
  expect(person.status).toEqual({ kind: "failed", error: api.fails });
  expect(saver.hasUnsaved).toBe(true);
  api.fails = undefined;
  await saver.flush();
  expect(api.stored.draft).toEqual(draftOf({ a: "B" }));
});

test("a change while a save is under way is saved behind it", async () => {
  const api = server(draftOf({ a: "A" }));
  const { person, saver } = tab(api);
  person.draft = draftOf({ a: "B" });
  const first = saver.flush();
  person.draft = draftOf({ a: "C" });
  saver.changed();
  await first;
  expect(api.stored.draft).toEqual(draftOf({ a: "C" }));
});

test("places that nodes got are not saved alone, but with the next change", async () => {
  const api = server(draftOf({ a: "A" }));
  const { person, saver } = tab(api);
  const placed = { ...person.draft, graph: { ...person.draft.graph, nodes: [{ ...person.draft.graph.nodes[0]! }] } };
  saver.amended(person.draft, placed);
  person.draft = placed;
  await saver.flush();
  expect(api.calls).toBe(0);
  person.draft = draftOf({ a: "B" });
  saver.amended(person.draft, (person.draft = { ...person.draft }));
  expect(saver.hasUnsaved).toBe(true);
  await saver.flush();
  expect(api.stored.draft).toEqual(draftOf({ a: "B" }));
});
