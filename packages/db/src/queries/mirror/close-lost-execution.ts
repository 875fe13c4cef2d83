import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { closeCoordination } from "../coordination/close-coordination.ts";
import { notifyUpdates } from "../../notify/notify.ts";

/**
 * Closes an execution whose run Temporal no longer has (deleted, past retention, a server without its data): how it ended
 * cannot be known any more. False where it was closed before or has gone on to another run.
 */
export async function closeLostExecution(
  db: Database,
  executionId: string,
  runId: string,
  problem: Json,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ update_seq: number }>`
      update executions set status = 'terminated', closed_at = now(), update_seq = update_seq + 1, mirror_ok = false,
        mirror_problem = ${jsonb(problem)}::jsonb, failure = ${jsonb(LOST)}::jsonb
       where id = ${executionId} and run_id = ${runId} and status = 'running' returning update_seq`.execute(tx);
    const row = rows[0];
    if (row === undefined) return false;
    await sql`insert into execution_updates (execution_id, seq, key, kind, body, at)
      values (${executionId}, ${row.update_seq}, 'status:terminated', 'status',
        ${jsonb({ status: "terminated", failure: LOST })}::jsonb, now()) on conflict do nothing`.execute(tx);
    await sql`delete from mirror_runs where execution_id = ${executionId} and run_id = ${runId}`.execute(tx);
    await closeCoordination(tx, [executionId]);
    await notifyUpdates(tx, [executionId]);
    return true;
  });
}

const LOST = {
  code: "EXECUTION_LOST",
  message: "Temporal no longer has this execution, and it was not mirrored to its end.",
  cure: "See whether it was deleted, or whether Temporal lost its data; send the event again where needed.",
};
