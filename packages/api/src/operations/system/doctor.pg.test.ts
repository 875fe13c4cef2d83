import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  beatWorker,
  createPayloadCodec,
  loadPayloadKeys,
  markGoesOn,
  markTaskFails,
  type PayloadCodec,
} from "@tempograph/db";
import { idempotencyKey } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { payloadFromJson, payloadToJson } from "../../app/payload-json.ts";
import { dispatchAll } from "../../test-kit/dispatch-all.ts";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

const folder = mkdtempSync(join(tmpdir(), "tempograph-doctor-"));
let api: TestApi;
let codec: PayloadCodec;
beforeAll(async () => {
  const payloadKeys = { file: join(folder, "keys.json"), make: true, encrypt: true };
  api = await startTestApi({ tokens: { "kim@billing": ["admin"] }, payloadKeys });
  codec = createPayloadCodec({ db: api.db, keys: await loadPayloadKeys(payloadKeys, () => {}) });
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}
const findings = async (by: Pick<TestApi, "request"> = api) =>
  new Map(
    ((await by.request("GET", "/doctor")).body.items as readonly Finding[]).map((finding) => [finding.name, finding]),
  );

test("says that the account of all events adds up, and names those for which it does not", async () => {
  const triggers = [{ eventType: "lead", condition: { var: "good" } }];
  await api.request("POST", "/workflows", { name: "one", graph: smallGraph, triggers });
  await api.request("POST", "/workflows", { name: "two", graph: smallGraph, triggers: [{ eventType: "lead" }] });
  const { id } = (await api.request("POST", "/events?type=lead", { good: false })).body;
  await dispatchAll(api.db);
  const good = await findings();
  expect(good.get("postgres")).toMatchObject({ ok: true });
  expect(good.get("temporal")).toMatchObject({ ok: false });
  // There is no Temporal here, so that nobody can ask whether this is so still.
  for (const name of ["missing", "rolledBack", "workflowTasks", "retention"])
    expect(good.get(name), name).toMatchObject({
      ok: true,
      message: expect.stringMatching(/ Known from the time when Temporal answered\.$/),
    });
  expect(good.get("starts")!.message).not.toContain("Known from");
  expect(good.get("ledger")).toMatchObject({
    ok: true,
    message: expect.stringContaining("Events: 1. Outcomes for workflows: 2 (1 started, 1 filtered"),
  });
  expect(["dispatch", "starts", "triggers", "lookups", "mirror"].map((name) => good.get(name)?.ok)).toEqual(
    Array(5).fill(true),
  );

  await api.db.deleteFrom("executions").where("event_id", "=", id).execute();
  expect((await findings()).get("ledger")).toMatchObject({
    ok: false,
    message: expect.stringContaining(id),
    hint: expect.any(String),
  });
  expect((await findings(api.as("kim@billing"))).get("ledger")).toMatchObject({ ok: true });
});

test("says what waits and what does not work", async () => {
  const sent = (await api.request("POST", "/events?type=none", {})).body.id;
  await api.db
    .updateTable("events")
    .set({ received_at: new Date(Date.now() - 90_000) })
    .where("id", "=", sent)
    .execute();
  await api.db
    .updateTable("workflow_triggers")
    .set({ problem: JSON.stringify({ code: "X", message: "The slot is gone.", hint: "Make another one." }) as never })
    .execute();
  const bad = await findings();
  expect(bad.get("dispatch")).toMatchObject({ ok: false, message: expect.stringContaining("to be matched") });
  expect(bad.get("triggers")).toMatchObject({
    ok: false,
    message: expect.stringMatching(
      /^2 triggers do not work; the trigger ".+" of the workflow ".+": The slot is gone\.$/,
    ),
    hint: expect.stringMatching(/^Make another one\. /),
  });
});

test("says how many executions no worker can carry on", async () => {
  const { id } = (await api.request("POST", "/workflows", { name: "fails", graph: smallGraph })).body;
  const execution = await insertExecution(api.db, id, { status: "running" });
  await api.db.updateTable("executions").set({ run_id: "r" }).where("id", "=", execution).execute();
  expect((await findings()).get("workflowTasks")).toMatchObject({ ok: true });
  const since = new Date("2026-01-01T00:00:00Z");
  await markTaskFails(api.db, execution, "r", { since, message: "An older release" });
  expect((await findings()).get("workflowTasks")).toMatchObject({
    ok: false,
    message: "No worker can carry on 1 executions that are open.",
    hint: expect.stringContaining("Execution.taskFailure"),
  });
  expect((await api.request("GET", `/executions/${execution}`)).body).toMatchObject({
    taskFailsSince: since.toISOString(),
    taskFailure: "An older release",
  });
  await markGoesOn(api.db, execution);
  expect((await findings()).get("workflowTasks")).toMatchObject({ ok: true });
});

test("says which node type steps wait for that no worker has", async () => {
  const { id } = (await api.request("POST", "/workflows", { name: "packs", graph: smallGraph })).body;
  const execution = await insertExecution(api.db, id, { status: "running" });
  const step = { execution_id: execution, path: "a" };
  await api.db
    .insertInto("steps")
    .values({ ...step, position: 0, node_id: "a", type: "acme_call", status: "running", known_from: "advisory" })
    .execute();
  const failure = JSON.stringify({ code: "NODE_TYPE_UNKNOWN", message: "m" }) as never;
  await api.db
    .insertInto("step_attempts")
    .values([1, 2].map((attempt) => ({ ...step, attempt, failure })))
    .execute();
  expect((await findings()).get("nodeTypes")).toMatchObject({
    ok: false,
    message: '1 steps wait for a worker that has their node type, such as "acme_call".',
  });
  await api.db
    .insertInto("step_attempts")
    .values({ ...step, attempt: 3 })
    .execute();
  expect((await findings()).get("nodeTypes")).toMatchObject({ ok: true });
});

test("says how many events wait for a lookup that fails, and why", async () => {
  const lookup = { node: "http_call", input: { url: "https://crm.example.com" }, as: "crm" };
  const triggers = [{ eventType: "asks", condition: "{{ lookup.crm.status == 200 }}", when: { lookup } }];
  await api.request("POST", "/workflows", { name: "asks", graph: smallGraph, triggers });
  await api.request("POST", "/events?type=asks", {});
  await dispatchAll(api.db);
  expect((await findings()).get("lookups")).toMatchObject({ ok: true });
  const failure = { triggerId: "t", lookup: "crm", cause: "HTTP_STATUS", message: "7: 503" };
  const reason = { code: "START_LOOKUP_FAILED", ...failure };
  await api.db
    .updateTable("event_outcomes")
    .set({ reason: JSON.stringify(reason) as never })
    .execute();
  expect((await findings()).get("lookups")).toMatchObject({
    ok: false,
    message:
      'An event waits for lookups that fail; the lookup "crm" of the trigger "t" of the workflow "asks" with HTTP_STATUS.',
    hint: expect.stringContaining("whyNot"),
  });
});

test("names what is missing when rows of each kind have been deleted by hand", async () => {
  const bob = api.as("kim@billing");
  const { db } = api;
  const start = { batch: { size: 2, after: "1h" } };
  const graph = { ...smallGraph, settings: { start } };
  const hook = { kind: "webhook", config: { path: "broken" } };
  const triggers = [{ eventType: "batched" }, hook];
  const { id: workflow } = (await bob.request("POST", "/workflows", { name: "batches", graph, triggers })).body;
  const ids: string[] = [];
  for (const n of [1, 2, 3, 4]) ids.push((await bob.request("POST", "/events?type=batched", { n })).body.id);
  await dispatchAll(db);
  // As the dispatcher leaves them that asks the start policies.
  await db
    .updateTable("event_outcomes")
    .set({ queue: "batch:1:", until: null })
    .where("workflow_id", "=", workflow)
    .execute();
  await db
    .updateTable("event_outcomes")
    .set({ until: new Date(Date.now() + 60_000) })
    .where("event_id", "=", ids[0]!)
    .execute();
  const bad = [...(await findings(bob)).values()].filter(({ ok }) => !ok).map(({ name }) => name);
  expect(bad).toEqual(["temporal", "workers"]);

  // The first of those that wait has the time for all of them.
  await db.deleteFrom("event_outcomes").where("event_id", "=", ids[0]!).execute();
  const stuck = await findings(bob);
  expect(stuck.get("ledger")).toMatchObject({ ok: false, message: expect.stringContaining(ids[0]!) });
  expect(stuck.get("dispatch")?.message).toBe("3 held outcomes wait for something that will not come.");
  const reason = { code: "START_BATCHED", message: "m", eventId: "evt_gone" };
  await db
    .updateTable("event_outcomes")
    .set({ outcome: "batched", queue: null, reason: JSON.stringify(reason) as never })
    .where("workflow_id", "=", workflow)
    .execute();
  const named = [ids[0], ids[3], ids[2], ids[1]];
  expect((await findings(bob)).get("ledger")?.message).toMatch(new RegExp(`or two: ${named.join(", ")}\\.$`));

  await db.deleteFrom("workflow_triggers").where("workflow_id", "=", workflow).where("kind", "=", "webhook").execute();
  const lost = 'The workflow "batches" is published, and triggers of it are missing: publish it again.';
  expect((await findings(bob)).get("triggers")?.message).toBe(lost);
  await db.deleteFrom("live_triggers").where("workflow_id", "=", workflow).execute();
  expect((await findings(bob)).get("triggers")?.message).toBe(lost);
});

test("names executions that completed with an open step, and those whose end is not their last update", async () => {
  const { id } = (await api.request("POST", "/workflows", { name: "ends", graph: smallGraph })).body;
  const execution = await insertExecution(api.db, id, { status: "completed" });
  const ended = { closed_at: new Date(), history_events: 5 };
  await api.db.updateTable("executions").set(ended).where("id", "=", execution).execute();
  const update = { execution_id: execution, key: "k", path: null, body: "{}" as never, at: new Date() };
  await api.db.deleteFrom("execution_updates").where("execution_id", "=", execution).execute();
  await api.db
    .insertInto("execution_updates")
    .values({ ...update, seq: 1, kind: "status" })
    .execute();
  expect((await findings()).get("success")).toMatchObject({ ok: true });
  expect((await findings()).get("told")).toMatchObject({ ok: true });
  const step = { path: "a", node_id: "a", type: "approval", status: "waiting", known_from: "history" } as const;
  await api.db
    .insertInto("steps")
    .values({ ...step, execution_id: execution, position: 0 })
    .execute();
  await api.db
    .insertInto("execution_updates")
    .values({ ...update, seq: 2, kind: "step", key: "l" })
    .execute();
  for (const check of ["success", "told"])
    expect((await findings()).get(check), check).toMatchObject({
      ok: false,
      message: expect.stringContaining(execution),
    });
});

test("I5: names steps that were handed over under a key that is not theirs", async () => {
  const { id } = (await api.request("POST", "/workflows", { name: "keys", graph: smallGraph })).body;
  const execution = await insertExecution(api.db, id, { status: "completed" });
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const payload = (value: object, encoding = "json/plain") => ({
    metadata: { encoding: base64(encoding) },
    data: base64(JSON.stringify(value)),
  });
  /** As workers hand it over where there are keys. */
  const encrypted = async (value: object) => {
    const plain = payloadFromJson(payload(value));
    return payloadToJson((await codec.encode([plain], { workflowId: execution }))[0]!);
  };
  const event = (path: string, meta: object) => ({
    activityTaskScheduledEventAttributes: { activityId: path, input: { payloads: [payload({}), meta] } },
  });
  const handOver = (runId: string, events: readonly object[]) =>
    api.db
      .insertInto("history_batches")
      .values({
        execution_id: execution,
        run_id: runId,
        first_event_id: "1" as never,
        last_event_id: String(events.length) as never,
        first_event_time: new Date(),
        events: JSON.stringify(events) as never,
      })
      .execute();
  await handOver("r1", [
    { workflowExecutionStartedEventAttributes: {} },
    event("a", payload({ idempotencyKey: idempotencyKey(execution, "a", 0), path: "a" })),
    // Its input was changed by a person, twice.
    event("b", payload({ idempotencyKey: idempotencyKey(execution, "b", 2), path: "b" })),
    event("c", await encrypted({ idempotencyKey: idempotencyKey(execution, "c", 0), path: "c" })),
    event("its key is lost", payload({ idempotencyKey: "?" }, "binary/encrypted")),
    event("another activity", payload({ of: "no step" })),
  ]);
  expect((await findings()).get("keys")).toMatchObject({
    ok: true,
    message:
      "Steps looked at: 3. Each was handed over under its own key. Left out, because this process does not have their keys: 1.",
  });
  await handOver("r2", [
    event("a", payload({ idempotencyKey: idempotencyKey(execution, "b", 0), path: "a" })),
    event("d", await encrypted({ idempotencyKey: idempotencyKey("exe_other", "d", 0), path: "d" })),
  ]);
  expect((await findings()).get("keys")).toMatchObject({
    ok: false,
    message: `Steps have been carried out under a key that is not theirs: ${execution} a, ${execution} d.`,
  });
});

test("says that no worker is alive or one is behind, and what waits for workers", async () => {
  const { db } = api;
  const worker = { id: "wrk_1", host: "one", pid: 7, taskQueue: "q", mirrorLagMs: null };
  await beatWorker(db, worker);
  const good = await findings();
  for (const check of ["workers", "starts", "deliveries"]) expect(good.get(check), check).toMatchObject({ ok: true });
  await beatWorker(db, { ...worker, mirrorLagMs: 90_000 });
  expect((await findings()).get("workers")?.message).toBe(
    "The worker one:7 shows the ends of executions after 90 seconds.",
  );
  await db.deleteFrom("worker_processes").execute();
  expect((await findings()).get("workers")).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^No worker is alive/),
    hint: expect.stringMatching(/^Start a worker/),
  });

  const { id } = (await api.request("POST", "/workflows", { name: "waits", graph: smallGraph })).body;
  const before = new Date(Date.now() - 90_000);
  const pending = await insertExecution(db, id, { status: "pending", leased: true });
  await db.updateTable("executions").set({ created_at: before }).where("id", "=", pending).execute();
  expect((await findings()).get("starts")).toMatchObject({ ok: true });
  await db.updateTable("executions").set({ start_lease_until: before }).where("id", "=", pending).execute();
  expect((await findings()).get("starts")).toMatchObject({
    ok: false,
    message: "1 executions wait for longer than a minute until a worker starts them.",
    hint: expect.stringContaining("busy"),
  });
  const reply = { execution_id: pending, path: "a", key: "k", body: "{}" as never, created_at: before, error: "gone" };
  await db.insertInto("replies").values(reply).execute();
  expect((await findings()).get("deliveries")).toMatchObject({
    ok: false,
    message: "1 answers and requests to cancel wait for longer than a minute until Temporal takes them: gone.",
  });
});
