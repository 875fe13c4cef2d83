import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { isBatched } from "../executions/batched-history.ts";

/** What is stored of the history of an execution. */
export interface StoredEvents {
  /** The greatest id of a mirrored event of the run; 0 if there is none. */
  readonly lastEventId: number;
  /** The number of mirrored events of the execution's other runs; 0 unless that was asked. */
  readonly earlierEvents: number;
}

interface AskedRun {
  readonly executionId: string;
  readonly runId: string;
  /** Whether the execution ends with this run and had others before it. */
  readonly isLast?: boolean;
}

/** Which events of the runs are mirrored, by run id. Rows of `history_events` come from an older version. */
export async function findStoredEvents(
  db: Database,
  runs: readonly AskedRun[],
): Promise<ReadonlyMap<string, StoredEvents>> {
  if (runs.length === 0) return new Map();
  const { rows } = await sql<StoredEvents & { runId: string }>`
    select w.r as "runId",
        greatest(
          (select last_event_id from history_batches where execution_id = w.e and run_id = w.r order by last_event_id desc limit 1),
          (select event_id from history_events where execution_id = w.e and run_id = w.r order by event_id desc limit 1),
          0)::float8 as "lastEventId",
        case when w.l then
          (select coalesce(sum(last_event_id - first_event_id + 1), 0) from history_batches where execution_id = w.e and run_id <> w.r)
          + (select count(*) from history_events h where h.execution_id = w.e and h.run_id <> w.r and not ${isBatched(sql`h`)})
          else 0 end::float8 as "earlierEvents"
      from unnest(${runs.map((run) => run.executionId)}::text[], ${runs.map((run) => run.runId)}::text[],
        ${runs.map((run) => run.isLast === true)}::boolean[]) as w (e, r, l)`.execute(db);
  return new Map(rows.map(({ runId, ...stored }) => [runId, stored]));
}
