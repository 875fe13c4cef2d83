import {
  claimPendingExecutions,
  EVENTS_CHANNEL,
  listen,
  listOutcomes,
  sumLedger,
  updateProject,
  withinProject,
} from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCall } from "../coordinate/call-workflow.ts";
import { dispatchEvents } from "../match/dispatch-events.ts";
import { createLiveTriggers } from "../match/live-triggers.ts";
import { stepOf } from "../testing/coordination-world.ts";
import { rawSql } from "../testing/raw-sql.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { publish } from "../testing/publish.ts";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

// Executions that wait in Postgres are claimed by priority, then in turns of their fairness keys, so that a backlog does not undo
// what Temporal's own priority and fairness do. Where a project may have only so many open executions, places are given away in this order.

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

/** Claims executions, and writes that they have started. */
async function claim(limit: number) {
  const { rows } = await claimPendingExecutions(world.db, limit, 60_000);
  const ids = rows.map(({ id }) => id);
  await world.db
    .updateTable("executions")
    .set({ status: "running" })
    .where("id", "in", [...ids, ""])
    .execute();
  return rows;
}

/** Claims all that wait, so many at a time. Answers the events' data. */
async function claimed(project: string, limit: number): Promise<readonly Json[]> {
  const all: Json[] = [];
  for (;;) {
    const rows = await claim(limit);
    if (rows.length === 0) return all;
    all.push(...rows.filter((row) => row.project === project).map(({ event }) => event.data));
  }
}

test("a smaller number comes first, whether or not policies had to be asked", async () => {
  await world.workflow("order", { priority: "{{ payload.n }}" });
  await world.send("order", ...[4, 3, 1, 5, 1].map((n) => ({ n })));
  await world.settle();
  expect((await claimed("order", 2)).map((data) => (data as { n: number }).n)).toEqual([1, 1, 3, 4, 5]);
  await world.workflow("asked", { priority: "{{ payload.n }}", dedupe: { key: "{{ event.id }}", within: 1 } });
  await world.send("asked", ...[4, 3, 1].map((n) => ({ n })));
  await world.settle();
  expect((await claimed("asked", 1)).map((data) => (data as { n: number }).n)).toEqual([1, 3, 4]);
});

test("keys take turns: the one order of a customer comes before the second of one who sent a hundred", async () => {
  await world.workflow("fair", { fairness: { key: "{{ payload.customer }}" } });
  await world.send(
    "fair",
    ...Array.from({ length: 30 }, () => ({ customer: "noisy" })),
    { customer: "b" },
    { customer: "c" },
  );
  await world.settle();
  const customers = (await claimed("fair", 6)).map((data) => (data as { customer: string }).customer);
  expect(customers.slice(0, 3).toSorted()).toEqual(["b", "c", "noisy"]);
  expect(customers).toHaveLength(32);
});

test("a key with more weight has more turns", async () => {
  const fairness = (key: string, weight: number) => ({ fairness: { key: `{{ '${key}' }}`, weight } });
  await world.workflow("weights", fairness("light", 1));
  await publish(world.db, { id: "heavy", project: "weights", start: fairness("heavy", 3) });
  for (let n = 0; n < 12; n += 1) await world.send("weights", n);
  await world.settle();
  const rows = await claim(8);
  expect(rows.map(({ fairness_key }) => fairness_key).filter((key) => key === "heavy")).toHaveLength(6);
});

test("a project starts as many executions as may be open at once, however many dispatchers claim, and the next ones in their order as others end", async () => {
  await world.workflow("places", { priority: "{{ payload.n }}" });
  await updateProject(world.db, "places", { maxOpenExecutions: 2 });
  await world.workflow("free", {});
  await world.send("free", 1, 2, 3);
  const events = await world.send("places", ...[3, 1, 2, 4, 5].map((n) => ({ n })));
  await world.settle();
  const claims = await Promise.all([1, 2, 3].map(() => claim(100)));
  const own = (project: string) => claims.flat().filter((row) => row.project === project);
  expect(own("free")).toHaveLength(3);
  expect(own("places").map(({ event }) => event.id)).toEqual([events[1], events[2]]);
  expect(await claim(100)).toEqual([]);

  const outcomeOf = async (index: number) =>
    (await listOutcomes(world.db, { eventId: events[index]!, concerned: [] }, { limit: 1 }))[0];
  expect(await outcomeOf(1)).toMatchObject({ outcome: "started", reason: null });
  expect(await outcomeOf(0)).toMatchObject({
    ...{ outcome: "held", executionId: expect.stringMatching(/^exe_/) },
    reason: { code: "START_WAITS_FOR_PLACE", message: expect.stringContaining("2 open executions"), limit: 2 },
  });
  const inPlaces = withinProject(world.db, "places");
  expect(await sumLedger(inPlaces)).toMatchObject({ concerned: 5, started: 2, held: 3, wrong: [] });

  const woken = Promise.withResolvers<string>();
  const listener = listen(world.databaseUrl, [EVENTS_CHANNEL], (_channel, payload) => woken.resolve(payload), {});
  await listener.ready;
  await world.closeOf(events[1]!);
  expect(await woken.promise).toBe("start");
  await listener.stop();
  expect((await claim(100)).map(({ event }) => event.id)).toEqual([events[0]]);
  await updateProject(world.db, "places", { maxOpenExecutions: null });
  expect((await claim(100)).map(({ event }) => event.id)).toEqual([events[3], events[4]]);
  expect(await sumLedger(inPlaces)).toMatchObject({ started: 5, held: 0, wrong: [] });
});

test("an execution whose dispatcher died keeps its place, and no dispatcher starts more than the limit while others end", async () => {
  // What comes later has a smaller number, so two dispatchers that look one after the other choose different executions.
  await world.workflow("race", { fairness: { key: "{{ string(payload.n) }}" }, priority: "{{ 5 - payload.n / 3 }}" });
  await updateProject(world.db, "race", { maxOpenExecutions: 3 });
  const events: string[] = [];
  const send = async () => {
    if (events.length >= 12) return;
    events.push(...(await world.send("race", { n: events.length })));
    await world.settle();
  };
  const open = new Set<string>();
  const seen = new Set<string>();
  /** Dies before it has started anything: its leases end at once. */
  const die = async () => {
    for (const { event } of (await claimPendingExecutions(world.db, 100, 0)).rows) open.add(event.id);
    expect(open.size).toBeLessThanOrEqual(3);
  };
  const start = async () => {
    for (const { event } of await claim(100)) {
      open.add(event.id);
      seen.add(event.id);
    }
    expect(open.size).toBeLessThanOrEqual(3);
  };
  const end = async () => {
    const first = [...open].find((id) => seen.has(id));
    if (first === undefined) return;
    open.delete(first);
    await world.closeOf(first);
  };
  do {
    await Promise.all([send(), start(), start(), die()]);
    await Promise.all([send(), start(), end(), start()]);
  } while (seen.size < events.length || open.size > 0);
  expect([...seen].toSorted()).toEqual([...events].toSorted());
});

test("two dispatchers that would choose different executions for the last place give it away once", async () => {
  await world.workflow("last", { priority: "{{ payload.n }}" });
  await updateProject(world.db, "last", { maxOpenExecutions: 1 });
  await world.send("last", { n: 2 });
  await world.settle();
  // Claims wait before they commit for as long as `holder` has this lock.
  await rawSql(
    world.databaseUrl,
    `create function pause() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock_shared(7); return new; end';
     create trigger pause before update of start_lease_until on executions for each row execute function pause()`,
  );
  const holder = new pg.Client({ connectionString: world.databaseUrl });
  await holder.connect();
  await holder.query("select pg_advisory_lock(7)");
  const waiting = async (count: number) => {
    const waits = "select from pg_stat_activity where wait_event = 'advisory' and datname = current_database()";
    return (await holder.query(waits)).rowCount === count;
  };
  const first = claim(100);
  await waitFor(() => waiting(1));
  await world.send("last", { n: 1 });
  await world.settle();
  const second = claim(100);
  await waitFor(() => waiting(2));
  await holder.end();
  const claims = await Promise.all([first, second]);
  await rawSql(world.databaseUrl, "drop trigger pause on executions");
  expect(claims.flat().map(({ event }) => event.data)).toEqual([{ n: 2 }]);
});

test("a dispatcher starts at once what it has matched only where open executions are not limited; a called execution waits for no place", async () => {
  await world.workflow("limited", {});
  await world.workflow("unlimited", {});
  await updateProject(world.db, "limited", { maxOpenExecutions: 1 });
  const parent = await world.execution("exe_parent", { project: "limited" });
  await world.send("limited", "a");
  await world.send("unlimited", "b");
  const deps = { db: world.db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map() };
  const { starts, leased } = await dispatchEvents(deps, 10, 60_000);
  expect(starts.map(({ project }) => project)).toEqual(["limited", "unlimited"]);
  expect(leased.map(({ project }) => project)).toEqual(["unlimited"]);
  const call = { ...{ workflow: "limited", data: null, wait: true }, parentClosePolicy: "abandon" as const };
  const { executionId } = (await startCall(world, stepOf(parent, "call"), call)) as { executionId: string };
  expect((await claim(100)).map(({ id }) => id)).toEqual([executionId]);
  await world.closeAll([parent], "completed");
  expect(await claim(100)).toEqual([]);
  await world.db
    .updateTable("executions")
    .set({ run_id: `run-${executionId}` })
    .where("id", "=", executionId)
    .execute();
  await world.closeAll([executionId], "completed");
  expect((await claim(100)).map(({ event }) => event.data)).toEqual(["a"]);
});

test("a project whose pending executions are all being started gets no share", async () => {
  await world.workflow("starting", {});
  await world.workflow("pending", {});
  await world.send("starting", 1, 2);
  await world.settle();
  await claimPendingExecutions(world.db, 100, 60_000);
  await world.send("pending", 1, 2, 3, 4);
  await world.settle();
  expect(await claim(4)).toHaveLength(4);
});

test("workflows without a fairness policy take turns with each other", async () => {
  await world.workflow("noisy", {});
  await publish(world.db, { id: "other", project: "noisy", triggers: [{ condition: { "==": [{ var: "n" }, 9] } }] });
  for (let n = 0; n < 10; n += 1) await world.send("noisy", { n });
  await world.settle();
  const rows = await claim(2);
  expect(rows.map(({ workflow_id }) => workflow_id).toSorted()).toEqual(["noisy", "other"]);
  expect(await claimed("noisy", 3)).toEqual(Array.from({ length: 9 }, (_, n) => ({ n: n + 1 })));
});
