import type { Json } from "@tempograph/graph";
import { sql, type Transaction } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { Tables } from "../../tables.ts";
import type { ExecutionStatus } from "../executions/read.ts";

export interface LockedExecution {
  readonly id: string;
  readonly status: ExecutionStatus;
  readonly runId: string | null;
  readonly paused: boolean;
  /** The last cursor in execution_updates. */
  readonly updateSeq: number;
  /** Whether the mirror has written the end of the execution. */
  readonly mirrored: boolean;
  /** The problems of its mirror, if Temporal was found to have an older history of it while it ran. */
  readonly problems: readonly Json[] | null;
}

/**
 * Locks executions in the order of their ids. Every transaction that writes rows of executions does the same, so that there are no
 * deadlocks and the cursors of execution_updates rise in commit order (I7). The lock also guards the leases of the runs. While it
 * is held, nobody else changes rows of these executions, so later statements read the committed state and this process can compute
 * the rows that Postgres only has to store.
 */
export async function lockExecutions(
  tx: Transaction<Tables>,
  ids: readonly string[],
): Promise<Map<string, LockedExecution>> {
  const { rows } = await sql<LockedExecution>`
    select id, status, run_id as "runId", paused, update_seq as "updateSeq", history_events is not null as mirrored,
        case when mirror_problem @> '[{"code":"TEMPORAL_ROLLED_BACK"}]' then mirror_problem end as problems
      from executions where id = any(${ids}::text[])
     order by id
       for no key update`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The fences of these runs' leases, by run id. */
export async function findFences(
  tx: Transaction<Tables>,
  runs: readonly { readonly executionId: string; readonly runId: string }[],
): Promise<Map<string, number>> {
  if (runs.length === 0) return new Map();
  const { rows } = await sql<{ run_id: string; fence: number }>`
    select m.run_id, m.fence
      from unnest(${runs.map((run) => run.executionId)}::text[], ${runs.map((run) => run.runId)}::text[]) as w (e, r)
     cross join lateral (select run_id, fence from mirror_runs where execution_id = w.e and run_id = w.r limit 1) m`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.run_id, row.fence]));
}

export interface UpdateKey {
  readonly executionId: string;
  readonly key: string;
}

/**
 * The keys of the updates that are stored already, by execution. `limit 1` prevents Postgres from turning the look-ups by key into
 * a join, whose cost would depend on the table's statistics.
 */
export async function findStoredUpdates(tx: Database, wanted: readonly UpdateKey[]): Promise<Map<string, Set<string>>> {
  const stored = new Map<string, Set<string>>();
  if (wanted.length === 0) return stored;
  const { rows } = await sql<UpdateKey>`
    select w.e as "executionId", w.k as key
      from unnest(${wanted.map((one) => one.executionId)}::text[], ${wanted.map((one) => one.key)}::text[]) as w (e, k)
     cross join lateral (select from execution_updates where execution_id = w.e and key = w.k limit 1) u`.execute(tx);
  for (const { executionId, key } of rows) {
    const keys = stored.get(executionId);
    if (keys === undefined) stored.set(executionId, new Set([key]));
    else keys.add(key);
  }
  return stored;
}
