import { closePendingExecution, failStarts } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dispatchEvents } from "../match/dispatch-events.ts";
import { createLiveTriggers } from "../match/live-triggers.ts";
import { claimStarts } from "../start/claim-starts.ts";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { publish } from "../testing/publish.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { limits, type Failure, type Json } from "@tempograph/graph";
import { endCall, startCall, type CallStart } from "./call-workflow.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
  await publish(world.db, { id: "wf_child", name: "Child", triggers: [{ id: "all" }] });
  await publish(world.db, { id: "wf_child", name: "Child", version: 2, triggers: [{ id: "all" }] });
});
afterAll(() => world.end());

const call = (more: Partial<CallStart> = {}): CallStart => ({
  ...{ workflow: "Child", data: { n: 1 }, wait: true, parentClosePolicy: "requestCancel" },
  ...more,
});
const statusOf = async (id: string) =>
  (await world.db.selectFrom("executions").select("status").where("id", "=", id).executeTakeFirst())?.status;
const endOf = (id: string) =>
  world.db.selectFrom("calls").select(["end_how", "end_due_at"]).where("child_id", "=", id).executeTakeFirstOrThrow();
const repliesTo = async (id: string) => (await world.replies()).filter(({ executionId }) => executionId === id);

test("a call makes an execution of the published version, for an event that names the caller and that starts no other workflow", async () => {
  const caller = await world.execution();
  const called = await startCall(world, stepOf(caller, "call"), call());
  expect(called).toMatchObject({ workflowId: "wf_child", version: 2 });
  const deps = { db: world.db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map() };
  // The trigger of wf_child matches every event except that of a call.
  expect((await dispatchEvents(deps, 100, 0)).starts).toEqual([]);
  const { rows: starts } = await claimStarts(world.db, 10, 1_000);
  expect(starts).toHaveLength(1);
  expect(starts[0]).toMatchObject({
    ...{ id: called.executionId, workflowId: "wf_child", version: 2, triggerId: "call" },
    event: { type: "tempograph.call", source: `tempograph:${caller}`, data: { n: 1 } },
  });
});

test("I5: several attempts of one step, in sequence and 20 at once, make one call", async () => {
  const caller = await world.execution();
  const step = stepOf(caller, "each[3]/call");
  const all = await Promise.all(Array.from({ length: 20 }, () => startCall(world, step, call({ version: 1 }))));
  const later = await startCall(world, step, call({ version: 1 }));
  expect(new Set([...all, later].map(({ executionId }) => executionId)).size).toBe(1);
  expect(later.version).toBe(1);
  const { n } = await world.db
    .selectFrom("calls")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("parent_id", "=", caller)
    .executeTakeFirstOrThrow();
  expect(n).toBe(1);
});

test("an id takes precedence over a name; a workflow that cannot be called is refused, and nothing changes", async () => {
  const { db } = world;
  await publish(db, { id: "wf_old", name: "Old" });
  await db.updateTable("workflows").set({ status: "archived" }).where("id", "=", "wf_old").execute();
  await publish(db, { id: "wf_draft", name: "Draft" });
  await db.updateTable("workflows").set({ published_version: null }).where("id", "=", "wf_draft").execute();
  await publish(db, { id: "wf_twin1", name: "Twin" });
  await publish(db, { id: "wf_twin2", name: "Twin" });
  await publish(db, { id: "wf_trap", name: "wf_twin1" });
  const caller = await world.execution();
  const refused = async (more: Partial<CallStart>) =>
    await startCall(world, stepOf(caller, "call"), call(more)).then(
      () => "done",
      (error: { code: string; retryable: boolean }) => [error.code, error.retryable],
    );
  expect(await refused({ workflow: "Nobody" })).toEqual(["WORKFLOW_UNKNOWN", false]);
  expect(await refused({ workflow: "Old" })).toEqual(["WORKFLOW_ARCHIVED", false]);
  expect(await refused({ workflow: "wf_draft" })).toEqual(["WORKFLOW_NOT_PUBLISHED", false]);
  expect(await refused({ workflow: "Twin" })).toEqual(["WORKFLOW_AMBIGUOUS", false]);
  expect(await refused({ version: 9 })).toEqual(["VERSION_NOT_PUBLISHED", false]);
  expect(await refused({ data: { text: "\u0000" } })).toEqual(["INPUT_INVALID", false]);
  expect(await db.selectFrom("calls").select("child_id").where("parent_id", "=", caller).execute()).toEqual([]);
  expect((await startCall(world, stepOf(caller, "call"), call({ workflow: "wf_twin1" }))).workflowId).toBe("wf_twin1");
  await world.close(caller);
  await expect(startCall(world, stepOf(caller, "again"), call())).rejects.toMatchObject({ code: "EXECUTION_CLOSED" });
  await expect(startCall(world, stepOf("exe_none", "call"), call())).rejects.toMatchObject({
    code: "EXECUTION_UNKNOWN",
  });
});

test("the depth of nested calls is limited", async () => {
  let caller = await world.execution();
  for (let depth = 1; depth <= limits.MAX_CALL_DEPTH; depth++)
    caller = (await startCall(world, stepOf(caller, "call"), call())).executionId;
  await expect(startCall(world, stepOf(caller, "call"), call())).rejects.toMatchObject({
    ...{ code: "CALL_TOO_DEEP", retryable: false, details: { limit: 64 } },
  });
});

test("in a chain of calls that fails, every caller gets the cause, and once only", async () => {
  const ids = [await world.execution()];
  for (let depth = 0; depth < 3; depth++)
    ids.unshift((await startCall(world, stepOf(ids[0]!, "call"), call())).executionId);
  const running = { status: "running" as const };
  for (const id of ids.slice(0, -1))
    await world.db
      .updateTable("executions")
      .set({ ...running, run_id: `run-${id}` })
      .where("id", "=", id)
      .execute();
  let failure: Failure = { code: "CALL_TOO_DEEP", message: "64 executions called each other." };
  const cause = failure;
  for (const [index, id] of ids.slice(0, -1).entries()) {
    await world.close(id, "failed", { failure });
    const [reply] = await repliesTo(ids[index + 1]!);
    expect(reply!.body).toEqual({ executionId: id, status: "failed", failure: cause });
    // The machine turns the reply into this failure.
    const details = { executionId: id, status: "failed", failure: cause as unknown as Json };
    failure = { code: "CALLED_WORKFLOW_FAILED", message: "It failed.", details };
  }
});

test("the close of a called execution becomes one reply; a run that continues as new is not a close", async () => {
  const caller = await world.execution();
  const step = stepOf(caller, "call");
  const { executionId } = await startCall(world, step, call());
  const set = { status: "running" as const, run_id: `run-${executionId}` };
  await world.db.updateTable("executions").set(set).where("id", "=", executionId).execute();
  await world.close(executionId, "running", { nextRunId: "next" });
  expect(await repliesTo(caller)).toEqual([]);
  await world.db.updateTable("executions").set(set).where("id", "=", executionId).execute();
  await world.close(executionId, "completed", { output: { a: null } });
  await world.close(executionId, "completed", { output: { a: null } });
  const body = { executionId, status: "completed", output: { a: null } };
  expect(await repliesTo(caller)).toEqual([{ executionId: caller, path: "call", key: step.idempotencyKey, body }]);
});

test("the reply of a failed call holds its failure; a call that Temporal refuses or that is closed before its start replies, too", async () => {
  const caller = await world.execution();
  const failure = { code: "X", message: "x" };
  const [a, b, c] = await Promise.all(
    ["a", "b", "c"].map(async (path) => (await startCall(world, stepOf(caller, path), call())).executionId),
  );
  await world.close(a!, "failed", { failure });
  await failStarts(world.db, [{ id: b!, failure }]);
  await closePendingExecution(world.db, c!, "cancelled", { reason: null, overruleLease: false });
  // Temporal had the execution nevertheless; its end must not make a second reply.
  await world.close(c!, "terminated");
  const bodies = Object.fromEntries((await repliesTo(caller)).map(({ path, body }) => [path, body]));
  expect(bodies).toEqual({
    a: { executionId: a, status: "failed", failure },
    b: { executionId: b, status: "failed", failure },
    c: { executionId: c, status: "cancelled" },
  });
});

test("a caller that does not wait gets no reply, and neither does a caller that has closed", async () => {
  const caller = await world.execution();
  const one = await startCall(world, stepOf(caller, "one"), call({ wait: false }));
  const two = await startCall(world, stepOf(caller, "two"), call());
  await world.close(one.executionId);
  await world.close(caller, "terminated");
  await world.close(two.executionId, "cancelled");
  expect(await repliesTo(caller)).toEqual([]);
});

test("when a caller closes, the policy decides how its open calls end", async () => {
  const policies = ["requestCancel", "terminate", "abandon"] as const;
  const outcomes: Record<string, unknown> = {};
  for (const status of ["failed", "cancelled", "terminated", "timedOut", "completed"] as const) {
    const caller = await world.execution();
    for (const parentClosePolicy of policies)
      for (const wait of [true, false]) {
        const path = `${parentClosePolicy}-${wait}`;
        const { executionId } = await startCall(world, stepOf(caller, path), call({ parentClosePolicy, wait }));
        outcomes[`${status} ${path}`] = executionId;
      }
    await world.close(caller, status);
  }
  for (const [name, id] of Object.entries(outcomes)) outcomes[name] = (await endOf(id as string)).end_how;
  const asked = { requestCancel: "cancel", terminate: "terminate", abandon: null };
  const expected = Object.keys(outcomes).map((name) => {
    const [status, path] = name.split(" ") as [string, string];
    const [policy, wait] = path.split("-") as [keyof typeof asked, string];
    // A call that the caller did not wait for stays open when the caller completes.
    return [name, status === "completed" && wait === "false" ? null : asked[policy]];
  });
  expect(outcomes).toEqual(Object.fromEntries(expected));
});

test("a child that the mirror closes in one transaction with its caller is not ended again", async () => {
  const caller = await world.execution();
  const { executionId } = await startCall(world, stepOf(caller, "call"), call());
  await world.closeAll([caller, executionId], "terminated");
  expect(await endOf(executionId)).toEqual({ end_how: null, end_due_at: null });
  expect(await repliesTo(caller)).toEqual([]);
});

test("a caller can end its own calls only, and a cancel does not replace an earlier terminate", async () => {
  const [caller, other] = [await world.execution(), await world.execution()];
  const { executionId } = await startCall(world, stepOf(caller, "call"), call());
  await endCall(world, stepOf(other, "x!cancel"), executionId, "terminate");
  await endCall(world, stepOf(caller, "call!cancel"), executionId, "abandon");
  expect(await endOf(executionId)).toEqual({ end_how: null, end_due_at: null });
  await endCall(world, stepOf(caller, "call!cancel"), executionId, "terminate");
  await endCall(world, stepOf(caller, "call!cancel"), executionId, "requestCancel");
  expect((await endOf(executionId)).end_how).toBe("terminate");
  expect(await statusOf(executionId)).toBe("pending");
});

test("two callers and their calls that close at the same time in opposite order do not block each other", async () => {
  for (let round = 0; round < 10; round++) {
    const [p1, p2] = [await world.execution(), await world.execution()];
    const c1 = (await startCall(world, stepOf(p1, "call"), call())).executionId;
    const c2 = (await startCall(world, stepOf(p2, "call"), call())).executionId;
    await Promise.all([world.closeAll([p1, c2], "terminated"), world.closeAll([c1, p2], "terminated")]);
    for (const id of [p1, p2, c1, c2]) expect(await statusOf(id)).toBe("terminated");
  }
});
