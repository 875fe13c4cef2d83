import { sql, type Transaction } from "kysely";
import type { Tables } from "../../tables.ts";
import type { ExecutionStatus } from "../executions/record.ts";

export interface LockedExecution {
  readonly id: string;
  readonly status: ExecutionStatus;
  readonly runId: string | null;
  /** A run of it was mirrored to its end. */
  readonly mirrored: boolean;
  /** Of the wanted run's row in mirror_runs. */
  readonly fence: number | null;
}

/**
 * Locks executions in the order of their ids, as all who write what belongs to them do: no deadlock, and cursors of
 * execution_updates rise in commit order (I7). The lock guards the runs' leases, too.
 */
export async function lockExecutions(
  tx: Transaction<Tables>,
  wanted: readonly { readonly executionId: string; readonly runId: string | null }[],
): Promise<Map<string, LockedExecution>> {
  const { rows } = await sql<Omit<LockedExecution, "fence">>`
    select id, status, run_id as "runId", history_events is not null as mirrored
      from executions where id = any(${wanted.map((run) => run.executionId)}::text[])
     order by id
       for no key update`.execute(tx);
  // A statement of its own: where the lock was waited for, only a new snapshot sees what the one before committed.
  const leases = await sql<{ execution_id: string; fence: number }>`
    select m.execution_id, m.fence
      from mirror_runs m
      join json_to_recordset(${JSON.stringify(wanted)}::json) as w("executionId" text, "runId" text)
        on m.execution_id = w."executionId" and m.run_id = w."runId"`.execute(tx);
  const fenceOf = new Map(leases.rows.map((row) => [row.execution_id, row.fence]));
  return new Map(rows.map((row) => [row.id, { ...row, fence: fenceOf.get(row.id) ?? null }]));
}
