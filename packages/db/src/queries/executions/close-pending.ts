import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { notifyUpdates } from "../../notify/notify.ts";
import { closeCoordination } from "../coordination/close.ts";
import { executionColumns, type ExecutionRecord } from "./read.ts";
import { inProject } from "../../projects/project-scope.ts";

export type PendingClose =
  /** The execution is closed and will not be started on Temporal. */
  | { readonly outcome: "closed"; readonly execution: ExecutionRecord }
  /** A starter may be starting the execution on Temporal at this moment. */
  | { readonly outcome: "starting" }
  /** The execution is no longer pending, or is unknown. */
  | { readonly outcome: "notPending" };

/**
 * Closes an execution that is not started on Temporal yet. Starters claim and mark `pending` rows under the same row lock, so a
 * closed row is never claimed. If a starter is starting the execution at this moment, it later finds the row closed and
 * terminates the execution. With `overruleLease: false` a row that a starter holds, or that waits for its next attempt, stays
 * unchanged and the answer is `starting`.
 */
export async function closePendingExecution(
  db: Database,
  id: string,
  status: "cancelled" | "terminated",
  options: { readonly reason: string | null; readonly overruleLease: boolean },
): Promise<PendingClose> {
  return await db.transaction().execute(async (tx): Promise<PendingClose> => {
    const row = await tx
      .selectFrom("executions")
      .select(["status", sql<boolean>`coalesce(start_lease_until > clock_timestamp(), false)`.as("leased")])
      .where("id", "=", id)
      .where(inProject(tx, "executions"))
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row?.status !== "pending") return { outcome: "notPending" };
    if (row.leased && !options.overruleLease) return { outcome: "starting" };
    const execution = await tx
      .updateTable("executions")
      .set({ status, closed_at: sql`now()`, update_seq: sql`update_seq + 1`, start_lease_until: null })
      .where("id", "=", id)
      .returning(executionColumns)
      .$castTo<ExecutionRecord>()
      .executeTakeFirstOrThrow();
    // Write the closing update, so that subscriptions end as they do after a mirrored close (I7).
    await tx
      .insertInto("execution_updates")
      .values({
        execution_id: id,
        seq: Number(execution.updateSeq),
        key: `status:${status}`,
        kind: "status",
        path: null,
        body: jsonb({ status, ...(options.reason !== null && { reason: options.reason }) }),
        at: sql`now()`,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await closeCoordination(tx, [id]);
    await notifyUpdates(tx, [id]);
    return { outcome: "closed", execution };
  });
}
