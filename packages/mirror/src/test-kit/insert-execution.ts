import { jsonb, newId, type Database } from "@tempograph/db";

/** Writes the rows of an execution that the dispatcher has started; without a run id, those of a pending one. */
export async function insertExecution(db: Database, id: string, runId: string | null): Promise<void> {
  await db
    .insertInto("workflows")
    .values({ id: "wf_test", name: "test", draft: jsonb({ graph: { nodes: [], edges: [] }, triggers: [] }) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const eventId = newId("evt");
  await db
    .insertInto("events")
    .values({ id: eventId, type: "test", source: "test", time: new Date(), data: jsonb({}), fingerprint: eventId })
    .execute();
  await db
    .insertInto("executions")
    .values({
      id,
      workflow_id: "wf_test",
      workflow_version: 1,
      event_id: eventId,
      trigger_id: "trigger0",
      status: runId === null ? "pending" : "running",
      run_id: runId,
      first_run_id: runId,
      started_at: runId === null ? null : new Date(),
      update_seq: runId === null ? 0 : 1,
    })
    .execute();
  if (runId === null) return;
  await db
    .insertInto("execution_updates")
    .values({
      execution_id: id,
      seq: 1,
      key: "status:running",
      kind: "status",
      body: jsonb({ status: "running", runId }),
      at: new Date(),
    })
    .execute();
}
