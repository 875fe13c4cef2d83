import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** An execution that Temporal took and that is open as far as Postgres knows. */
export interface OpenRun {
  readonly executionId: string;
  readonly runId: string;
  readonly seq: number;
  /** A mirror follows it at this moment. */
  readonly followed: boolean;
}

export type PossiblyOpenRun = Omit<OpenRun, "runId"> & { readonly runId: string | null };

const columns = sql`e.id as "executionId", e.run_id as "runId", e.seq,
  exists (select from mirror_runs m where m.execution_id = e.id and m.run_id = e.run_id
    and m.lease_until > clock_timestamp()) as followed`;

/** Open runs older than `olderThanMs`, in order of creation behind `afterSeq`. */
export async function listOpenRuns(
  db: Database,
  options: { readonly olderThanMs: number; readonly afterSeq: number; readonly limit: number },
): Promise<OpenRun[]> {
  const { rows } = await sql<OpenRun>`
    select ${columns} from executions e
     where e.status = 'running' and e.run_id is not null and e.seq > ${options.afterSeq}
       and coalesce(e.started_at, e.created_at) < now() - ${options.olderThanMs} * interval '1 ms'
     order by e.seq limit ${options.limit}`.execute(db);
  return rows;
}

/** Those of the executions that are open; the run id is null where Temporal's answer to the start is not known yet. */
export async function findOpenAmong(db: Database, executionIds: readonly string[]): Promise<PossiblyOpenRun[]> {
  if (executionIds.length === 0) return [];
  const { rows } = await sql<PossiblyOpenRun>`
    select ${columns} from executions e
     where e.id = any(${executionIds}::text[]) and e.status in ('pending', 'running')`.execute(db);
  return rows;
}

/** Which of the ids are executions at all. */
export async function findKnownExecutions(db: Database, executionIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from executions where id = any(${executionIds}::text[])`.execute(
    db,
  );
  return new Set(rows.map((row) => row.id));
}
