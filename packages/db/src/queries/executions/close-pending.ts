import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { notifyUpdates } from "../../notify/notify.ts";
import { closeCoordination } from "../coordination/close.ts";
import { executionColumns, type ExecutionRecord } from "./record.ts";

export type PendingClose =
  /** Closed here: Temporal will never be asked. */
  | { readonly outcome: "closed"; readonly execution: ExecutionRecord }
  /** A starter may be with Temporal at this very moment. */
  | { readonly outcome: "starting" }
  /** Not pending any more, or unknown. */
  | { readonly outcome: "notPending" };

/**
 * Closes an execution that Temporal has not taken. The row's lock decides against the starter, which claims and marks
 * `pending` rows under the same lock: a closed row is never claimed, and a starter that was with Temporal at that very
 * moment finds the row closed when it marks it, and ends what it started. With `overruleLease: false` a row that a
 * starter holds (or that waits for its next try) is left alone, and this answers `starting`.
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
      .forUpdate()
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
    // The closing update, so that subscribers end as behind a mirrored close (I7).
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
