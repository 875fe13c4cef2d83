import { findTriggers, insertProject, jsonb, setTriggerPaused, type Database } from "@tempograph/db";
import type { Json, JsonObject, PollAnswer } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pollRunner } from "../testing/poll-world.ts";
import { triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";
import type { PollSource } from "../trigger-kind.ts";
import type { TriggerRunner } from "../run/create-trigger-runner.ts";

let world: TriggerWorld;
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  world = await triggerWorld();
  const manifest = {
    ...{ type: "list", title: "List", description: "A list.", pack: { name: "p", version: "1" } },
    input: { type: "object", properties: { url: { type: "string" } }, additionalProperties: false },
  };
  await world.db
    .insertInto("source_types")
    .values({ type: "list", manifest: jsonb(manifest) })
    .execute();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await world.stop();
});

const trigger = (config: object = {}) => [
  { kind: "poll", id: "t", config: { source: "list", every: "1h", ...config } as never },
];

async function start(pollSource: PollSource, options: { readonly dueLeaseMs?: number } = {}): Promise<TriggerRunner> {
  const runner = pollRunner(world, pollSource, options);
  running.push(runner);
  await runner.start();
  return runner;
}

const row = async (workflowId = "wf_1") => (await findTriggers(world.db, [workflowId]))[0]!;
const stored = async () =>
  (await world.db.selectFrom("events").select(["type", "source", "subject", "data"]).orderBy("seq").execute()).map(
    ({ subject }) => subject,
  );
const due = (db: Database) =>
  db
    .updateTable("workflow_triggers")
    .set({ next_at: new Date(Date.now() - 1_000) })
    .execute();

/** A source whose list a test changes. It counts how often it was asked. */
function listSource(items: string[]) {
  const asked: (Json | undefined)[] = [];
  const poll: PollSource = async ({ cursor }) => {
    asked.push(cursor);
    return { items: items.map((id) => ({ id, data: { id } })), cursor: items.length };
  };
  return { asked, poll };
}

test("what is there at the first poll is remembered, and each later item is one event", async () => {
  const items = ["a", "b"];
  const { asked, poll } = listSource(items);
  await world.publish("wf_1", trigger({ eventType: "list.item" }));
  await start(poll);
  await waitFor(async () => asked.length === 1 && (await row()).nextAt! > new Date());
  expect(await stored()).toEqual([]);
  items.push("c", "d", "c");
  await due(world.db);
  await waitFor(async () => (await stored()).length === 2);
  const [first] = await world.db.selectFrom("events").selectAll().orderBy("seq").execute();
  expect(first).toMatchObject({
    ...{ type: "list.item", source: "tempograph:poll/wf_1/t", subject: "c", data: { id: "c" }, project: "main" },
  });
  await due(world.db);
  await waitFor(() => asked.length === 3);
  expect(asked).toEqual([undefined, 2, 5]);
  expect(await stored()).toEqual(["c", "d"]);
  // The next poll is after an hour, and at most a tenth later, so that triggers do not stay together.
  await waitFor(async () => (await row()).nextAt!.getTime() > Date.now());
  const inMinutes = ((await row()).nextAt!.getTime() - Date.now()) / 60_000;
  expect(inMinutes).toBeGreaterThan(59);
  expect(inMinutes).toBeLessThan(66.1);
});

test("from the beginning: a source of several pages is read at once, page by page", async () => {
  await world.publish("wf_1", trigger({ from: "beginning" }));
  await start(async ({ cursor = 0 }) => {
    const page = cursor as number;
    return { items: [{ id: `p${page}`, data: page }], cursor: page + 1, more: page < 3 };
  });
  await waitFor(async () => (await stored()).length === 4);
  expect(await stored()).toEqual(["p0", "p1", "p2", "p3"]);
});

test("a first poll of several pages remembers all of them, and a source that claims more without giving any is not asked again at once", async () => {
  let asked = 0;
  await world.publish("wf_1", trigger());
  await start(async ({ cursor = 0 }) => {
    asked += 1;
    const page = Math.min((cursor as number) + 1, 3);
    return { items: [{ id: `p${page}`, data: page }], cursor: page, more: true };
  });
  await waitFor(async () => asked === 4 && (await row()).nextAt! > new Date());
  expect(await stored()).toEqual([]);
  expect((await row()).state).toMatchObject({ begun: true, cursor: 3 });
});

test("a source that fails is told with its problem, asked less and less often, and loses nothing", async () => {
  const items = ["a"];
  let failing = false;
  const { asked, poll } = listSource(items);
  await world.publish("wf_1", trigger());
  await start(async (request) => {
    if (failing)
      throw Object.assign(new Error("answered 503."), {
        code: "HTTP_STATUS",
        hint: "Try later.",
        retryAfterMs: 7_200_000,
      });
    return await poll(request);
  });
  await waitFor(async () => asked.length === 1 && (await row()).nextAt! > new Date());
  failing = true;
  items.push("b");
  await due(world.db);
  await waitFor(async () => (await row()).problem !== null);
  const failed = await row();
  expect(failed.problem).toMatchObject({
    code: "HTTP_STATUS",
    hint: "Try later.",
    message: expect.stringMatching(/first time.*503/),
  });
  expect(failed.nextAt!.getTime() - Date.now()).toBeGreaterThan(7_000_000);
  failing = false;
  await due(world.db);
  await waitFor(async () => (await stored()).length === 1);
  expect(await row()).toMatchObject({ problem: null });
  expect(await stored()).toEqual(["b"]);
});

test("the events of one poll are in the order of the source, whatever its ids", async () => {
  const items = ["10", "9", "b", "A", "11"];
  await world.publish("wf_1", trigger({ from: "beginning" }));
  await start(listSource(items).poll);
  await waitFor(async () => (await stored()).length === 5);
  expect(await stored()).toEqual(items);
});

test("I13: a poll takes no more events than its project may have; the others wait at the source, in their order", async () => {
  const limit = (n: number) => world.db.updateTable("projects").set({ max_events_per_minute: n }).execute();
  const items = ["a", "b", "c", "d", "e"];
  const { asked, poll } = listSource(items);
  await limit(2);
  await world.publish("wf_1", trigger({ from: "beginning" }));
  await start(poll);
  await waitFor(async () => (await stored()).length === 2);
  await waitFor(async () => (await row()).problem?.code === "QUOTA_EXCEEDED" && (await row()).nextAt! > new Date());
  expect((await row()).nextAt!.getTime() - Date.now()).toBeLessThan(66_000);
  // While there is no room, the source is not asked.
  await due(world.db);
  await waitFor(async () => (await row()).nextAt! > new Date());
  expect(asked).toEqual([undefined]);
  await limit(100);
  await due(world.db);
  await waitFor(async () => (await row()).problem === null);
  // The cursor has not moved on before everything was taken.
  expect(asked).toEqual([undefined, undefined]);
  expect(await stored()).toEqual(items);
  expect((await row()).state).toMatchObject({ begun: true, cursor: 5 });
});

test("what cannot be stored as an event is told as the trigger's problem, and nothing of the answer is stored", async () => {
  await world.publish("wf_1", trigger({ from: "beginning" }));
  await start(async () => ({
    items: [
      { id: "a", data: {} },
      { id: "b", data: {}, time: "+275760-09-13T00:00:00Z" },
    ],
  }));
  await waitFor(async () => (await row()).problem?.code === "EVENT_INVALID");
  expect((await row()).problem!.message).toContain("+275760");
  expect((await row()).nextAt!.getTime()).toBeGreaterThan(Date.now() + 60_000);
  expect(await stored()).toEqual([]);
});

test("an item that cannot become an event holds back no other one; it is counted once, and told", async () => {
  let skipped: PollAnswer["skipped"] = [];
  const items = [{ id: "a", data: 1 }];
  await world.publish("wf_1", trigger());
  let asked = 0;
  await start(async () => ({ items: [...items], skipped, cursor: (asked += 1) }));
  const polled = async (n: number) => {
    await waitFor(async () => asked === n && (await row()).nextAt! > new Date());
    const { problem, state } = await row();
    return [problem?.code, problem?.message, (state["skipped"] as JsonObject | undefined)?.["count"]];
  };
  expect(await polled(1)).toEqual([undefined, undefined, undefined]);
  items.push({ id: "b", data: 2 });
  skipped = [{ id: "huge", why: "it is larger than 1 MiB" }];
  await due(world.db);
  const one =
    'One item could not become an event and started nothing; the last one is "huge": it is larger than 1 MiB.';
  expect(await polled(2)).toEqual(["ITEM_SKIPPED", one, 1]);
  await due(world.db);
  expect(await polled(3)).toEqual(["ITEM_SKIPPED", one, 1]);
  // It has become smaller meanwhile.
  items.push({ id: "huge", data: 3 });
  skipped = [{ id: "c", why: "it has no id" }];
  await due(world.db);
  expect(await polled(4)).toEqual(["ITEM_SKIPPED", expect.stringMatching(/^2 items .* "c": it has no id\.$/), 2]);
  expect(await stored()).toEqual(["b", "huge"]);
});

test("a paused trigger is not asked; what came meanwhile is found when it goes on; another input begins anew", async () => {
  const items = ["a"];
  const { asked, poll } = listSource(items);
  await world.publish("wf_1", trigger());
  await start(poll);
  const key = { workflowId: "wf_1", triggerId: "t" };
  await waitFor(async () => asked.length === 1 && (await row()).nextAt! > new Date());
  await setTriggerPaused(world.db, key, "kim");
  await waitFor(async () => (await row()).nextAt === null);
  items.push("b");
  await setTriggerPaused(world.db, key, null);
  await waitFor(async () => (await stored()).length === 1);
  await world.publish("wf_1", trigger({ input: { url: "other" } }), 2);
  await waitFor(async () => asked.length === 3 && (await row()).nextAt! > new Date());
  expect(asked[2]).toBeUndefined();
  expect(await stored()).toEqual(["b"]);
});

test("what a poll finds after its trigger was paused is not stored by it, and the pause waits neither for it nor for its lease", async () => {
  const { promise, resolve } = Promise.withResolvers<PollAnswer>();
  let asked = 0;
  await world.publish("wf_1", trigger({ from: "beginning" }));
  await start(async () => ((asked += 1) === 1 ? await promise : { items: [] }), { dueLeaseMs: 60_000 });
  await waitFor(() => asked === 1);
  const key = { workflowId: "wf_1", triggerId: "t" };
  await setTriggerPaused(world.db, key, "kim");
  await waitFor(async () => (await row()).revision === (await row()).syncedRevision);
  await setTriggerPaused(world.db, key, null);
  await waitFor(() => asked === 2);
  await world.publish("wf_1", trigger({ from: "beginning", input: { url: "other" } }), 2);
  await waitFor(() => asked === 3);
  resolve({ items: [{ id: "late", data: null }] });
  await waitFor(async () => (await row()).nextAt! > new Date());
  expect(await stored()).toEqual([]);
});

test("two workers ask for each trigger once, and a worker whose lease has ended stores nothing", async () => {
  let most = 0;
  let underWay = 0;
  let asked = 0;
  const { promise: hangs, resolve: goOn } = Promise.withResolvers<void>();
  const poll: PollSource = async () => {
    asked += 1;
    most = Math.max(most, (underWay += 1));
    if (asked === 1) await hangs;
    underWay -= 1;
    return { items: [{ id: "x", data: asked }], cursor: asked };
  };
  await world.publish("wf_1", trigger({ from: "beginning" }));
  await Promise.all([start(poll, { dueLeaseMs: 300 }), start(poll, { dueLeaseMs: 300 })]);
  await waitFor(async () => (await stored()).length === 1);
  expect(asked).toBe(2);
  goOn();
  await waitFor(() => underWay === 0);
  expect(await stored()).toEqual(["x"]);
  expect((await row()).state).toMatchObject({ cursor: 2 });
});

test("I13: a project with many slow sources does not keep another project's from being asked", async () => {
  await insertProject(world.db, { id: "other", name: "Other" });
  const { promise: hangs, resolve: goOn } = Promise.withResolvers<void>();
  let slow = 0;
  for (let n = 0; n < 30; n++) await world.publish(`wf_slow${n}`, trigger({ input: { url: "slow" } }));
  const runner = await start(async ({ project }) => {
    if (project === "main") {
      slow += 1;
      await hangs;
    }
    return { items: [] };
  });
  await waitFor(() => slow === 4);
  await world.publish("wf_quick", trigger(), 1, "other");
  await waitFor(async () => (await row("wf_quick")).nextAt! > new Date());
  expect(slow).toBe(4);
  goOn();
  await runner.stop();
});

test("publishing refuses a source that no worker has, and an input that does not fit", async () => {
  const refused = async (config: object) =>
    (await world.problems("wf_9", trigger(config))).map(({ code, path }) => [code, path]);
  expect(await refused({ source: "imap" })).toEqual([["SOURCE_UNKNOWN", "/triggers/0/config/source"]]);
  expect(await refused({ input: { url: 7 } })).toEqual([["INVALID_TRIGGER", "/triggers/0/config/input/url"]]);
  expect(await refused({ connection: "crm" })).toEqual([["INVALID_TRIGGER", "/triggers/0/config/connection"]]);
  const manifest = { type: "mail", input: true, connections: ["imap"] };
  await world.db
    .insertInto("source_types")
    .values({ type: "mail", manifest: jsonb(manifest) as never })
    .execute();
  for (const [name, type] of [
    ["box", "imap"],
    ["crm", "http.bearer"],
  ] as const)
    await world.db
      .insertInto("connections")
      .values({
        ...{ id: name, project: "main", name, type, fields: jsonb({}), secret_fields: [], key_id: "k" },
        ...{ secrets: Buffer.of(), data_key: Buffer.of(), created_by: "kim", updated_by: "kim" },
      })
      .execute();
  await world.publish("wf_9", []);
  const ofMail = (connection: string) => refused({ source: "mail", connection });
  expect(await ofMail("none")).toEqual([["CONNECTION_UNKNOWN", "/triggers/0/config/connection"]]);
  expect(await ofMail("crm")).toEqual([["CONNECTION_TYPE_WRONG", "/triggers/0/config/connection"]]);
  expect(await ofMail("box")).toEqual([]);
});

test("property: whatever a source repeats, leaves out and reorders, each id that appears after the first poll is one event", async () => {
  const ids = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(ids, { minLength: 1, maxLength: 8 }), async (polls) => {
      const fresh = await triggerWorld();
      try {
        await fresh.db
          .insertInto("source_types")
          .values({ type: "list", manifest: jsonb({ type: "list", input: true }) as never })
          .execute();
        await fresh.publish("wf_1", trigger());
        let asked = 0;
        const runner = pollRunner(fresh, async () => ({
          items: (polls[asked++] ?? []).map((id) => ({ id, data: null })),
        }));
        await runner.start();
        for (let n = 1; n <= polls.length; n++) {
          await waitFor(async () => asked >= n && (await findTriggers(fresh.db, ["wf_1"]))[0]!.nextAt! > new Date());
          if (n < polls.length) await due(fresh.db);
        }
        await runner.stop();
        const rows = await fresh.db.selectFrom("events").select("subject").execute();
        const expected = new Set(
          polls
            .slice(1)
            .flat()
            .filter((id) => !polls[0]!.includes(id)),
        );
        expect(rows.map(({ subject }) => subject).toSorted()).toEqual([...expected].toSorted());
      } finally {
        await fresh.stop();
      }
    }),
    { numRuns: Number(process.env["FC_RUNS"] ?? 5) },
  );
});
