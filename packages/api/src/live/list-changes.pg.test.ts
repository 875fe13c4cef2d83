import { notifyUpdates } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, insertUpdate, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
let other: string;
beforeAll(async () => {
  api = await startTestApi({ tokens: { "kim@billing": ["admin"] } });
  const make = async (name: string): Promise<string> =>
    (await api.request("POST", "/workflows", { name, graph: smallGraph })).body.id;
  workflow = await make("one");
  other = await make("two");
});
afterAll(() => api.stop());

interface Change {
  readonly cursor: string;
  readonly all: boolean;
  readonly executionIds: readonly string[];
  readonly goneIds?: readonly string[];
}

/** Follows a list over REST until the test ends. */
async function follow(path: string, { token = api.token, after = "" } = {}) {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const response = await fetch(api.url + path, {
    headers: { authorization: `Bearer ${token}`, ...(after !== "" && { "last-event-id": after }) },
    signal: leave.signal,
  });
  expect(response.status).toBe(200);
  const changes: Change[] = [];
  void (async () => {
    let text = "";
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = text.slice(0, end).split("\ndata: ")[1];
        if (data !== undefined) changes.push(JSON.parse(data) as Change);
        text = text.slice(end + 2);
      }
    }
  })().catch(() => undefined);
  return { changes, leave: () => leave.abort() };
}

const named = (changes: readonly Change[]) => changes.flatMap(({ executionIds }) => executionIds);
const close = (id: string) =>
  insertUpdate(api.db, id, {
    ...{ kind: "status", key: "status:completed", body: { status: "completed" }, status: "completed" },
  });

test("a list tells which executions have come, and which no longer fit; not those of other lists or projects", async () => {
  const list = await follow(`/executions/changes?status=running&workflow_id=${workflow}`);
  const elsewhere = await follow("/executions/changes", { token: `${api.token}_kim@billing` });
  await waitFor(() => list.changes.length === 1 && elsewhere.changes.length === 1);
  expect(list.changes[0]).toMatchObject({ all: true, executionIds: [], goneIds: [] });
  const [id, foreign] = [await insertExecution(api.db, workflow), await insertExecution(api.db, other)];
  await notifyUpdates(api.db, [foreign, id]);
  await waitFor(() => list.changes.length === 2);
  expect(list.changes[1]).toMatchObject({ all: false, executionIds: [id], goneIds: [] });
  await close(id);
  await waitFor(() => list.changes.length === 3);
  expect(list.changes[2]).toMatchObject({ all: false, executionIds: [], goneIds: [id] });
  expect(elsewhere.changes).toHaveLength(1);
});

test("behind a known cursor what was missed comes once; behind any other one the list is to be read anew", async () => {
  const first = await follow("/executions/changes");
  await waitFor(() => first.changes.length === 1);
  first.leave();
  const missed = await insertExecution(api.db, workflow);
  await notifyUpdates(api.db, [missed]);
  const again = await follow("/executions/changes", { after: first.changes[0]!.cursor });
  await waitFor(() => named(again.changes).includes(missed));
  expect(again.changes.map(({ all }) => all)).not.toContain(true);
  expect(named(again.changes).filter((id) => id === missed)).toHaveLength(1);
  const unknown = await follow("/executions/changes", { after: "another.7" });
  await waitFor(() => unknown.changes.length > 0);
  expect(unknown.changes[0]).toMatchObject({ all: true });
});

test("what changes together is told together; of too many it is told that the list has changed", async () => {
  const list = await follow(`/executions/changes?workflow_id=${other}`);
  await waitFor(() => list.changes.length === 1);
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.push(await insertExecution(api.db, other));
  await notifyUpdates(api.db, ids);
  await waitFor(() => list.changes.length === 2);
  expect([...list.changes[1]!.executionIds].toSorted()).toEqual(ids.toSorted());
  await notifyUpdates(api.db, [...ids, ...Array.from({ length: 1_000 }, (_, n) => `exe_${String(n)}`)]);
  await waitFor(() => list.changes.length === 3);
  expect(list.changes[2]).toMatchObject({ all: true, executionIds: [] });
});

test("the inbox tells of executions that have an approval, and of no others", async () => {
  const inbox = await follow("/approvals/changes");
  await waitFor(() => inbox.changes.length === 1);
  const [asks, silent] = [await insertExecution(api.db, workflow), await insertExecution(api.db, workflow)];
  await api.db
    .insertInto("steps")
    .values({
      ...{ execution_id: asks, path: "ask", position: 1, node_id: "ask", type: "approval", status: "waiting" },
      ...{ attempts: 0, known_from: "history" },
    } as never)
    .execute();
  await notifyUpdates(api.db, [silent]);
  await notifyUpdates(api.db, [asks]);
  await waitFor(() => inbox.changes.length > 1);
  expect(named(inbox.changes)).toEqual([asks]);
});

test("a list is not followed by a text", async () => {
  const { status, body } = await api.request("GET", "/executions/changes?text=ada");
  expect({ status, body }).toMatchObject({ status: 400, body: { code: "INVALID_INPUT" } });
});
