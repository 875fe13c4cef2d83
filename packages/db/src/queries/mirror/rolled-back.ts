import { sql, type RawBuilder } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { findStoredEvents } from "./stored-events.ts";

/** The code of the problem that an execution has whose run is not in Temporal as it was mirrored. */
const ROLLED_BACK = "TEMPORAL_ROLLED_BACK";

/** A run whose end was mirrored. */
export interface EndedRun {
  readonly executionId: string;
  readonly runId: string;
  readonly seq: number;
  /** In milliseconds since the epoch. */
  readonly closedAt: number;
  /** The number of its events; null if the execution had several runs, whose events are counted together. */
  readonly events: number | null;
  /** Whether it is known to differ. */
  readonly differs: boolean;
}

/** Whether the execution `row` is known to differ from what Temporal has. */
export function isRolledBack(row: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${row}.mirror_problem, '[]') @> ${jsonb([{ code: ROLLED_BACK }])}::jsonb`;
}

const columns = sql`id as "executionId", run_id as "runId", seq, (extract(epoch from closed_at) * 1000)::float8 as "closedAt",
  case when first_run_id = run_id then history_events end as events,
  ${isRolledBack(sql`executions`)} as differs`;

/**
 * Lists executions whose end was mirrored and that Temporal still has to know, the newest first, from before `beforeSeq`. Those of which a
 * person has said that they stay as they are mirrored are left out.
 */
export async function listEndedRuns(
  db: Database,
  options: { readonly beforeSeq: number; readonly closedForMs: number; readonly limit: number },
): Promise<EndedRun[]> {
  const { rows } = await sql<EndedRun>`
    select ended.* from projects p cross join lateral (
      select ${columns} from executions
       where project = p.id and seq < ${options.beforeSeq} and history_events is not null and run_id is not null
         and closed_at > now() - ${options.closedForMs} * interval '1 ms' and closed_at is not null and kept_at is null
       order by seq desc limit ${options.limit}) ended
     order by seq desc limit ${options.limit}`.execute(db);
  return rows;
}

/** The greatest id of a mirrored event of each open run, by run id. */
export async function findMirroredEvents(
  db: Database,
  runs: readonly { readonly executionId: string; readonly runId: string }[],
): Promise<ReadonlyMap<string, number>> {
  const stored = await findStoredEvents(db, runs);
  return new Map([...stored].flatMap(([runId, { lastEventId }]) => (lastEventId === 0 ? [] : [[runId, lastEventId]])));
}

/** Notes that Temporal does not have a run as it was mirrored. False if that was noted before. */
export async function markRolledBack(
  db: Database,
  executionId: string,
  runId: string,
  message: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update executions set mirror_ok = false,
      mirror_problem = coalesce(mirror_problem, '[]') || ${jsonb([{ code: ROLLED_BACK, message, runId }])}::jsonb
     where id = ${executionId} and run_id = ${runId} and kept_at is null and not ${isRolledBack(sql`executions`)}`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** Removes the note of `markRolledBack`, because Temporal has the run again as it was mirrored. False if there was none. */
export async function unmarkRolledBack(db: Database, executionId: string, runId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update executions e set mirror_ok = case when others.problems is null and e.history_events is null then null else others.problems is null end,
      mirror_problem = others.problems
      from (select id, (select jsonb_agg(p) from jsonb_array_elements(mirror_problem) p where p->>'code' <> ${ROLLED_BACK}) as problems
              from executions where id = ${executionId}) others
     where e.id = others.id and e.run_id = ${runId} and ${isRolledBack(sql`e`)}`.execute(db);
  return numAffectedRows === 1n;
}

/** Whether the project has an execution that Temporal does not have as it was mirrored, and about which nobody has decided. */
export async function isAnyRolledBack(db: Database): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from executions where mirror_ok = false and ${inProject(db, "executions")}
      and ${isRolledBack(sql`executions`)}) as any`.execute(db);
  return rows[0]!.any;
}

/** The ids and times, in milliseconds since the epoch, of the mirrored events of a run. */
export async function listMirroredTimes(
  db: Database,
  executionId: string,
  runId: string,
): Promise<readonly { readonly eventId: number; readonly at: number }[]> {
  const { rows } = await sql<{ eventId: number; time: string }>`
    select event_id::float8 as "eventId", attributes->>'eventTime' as time from execution_history
     where execution_id = ${executionId} and run_id = ${runId} order by event_id`.execute(db);
  // Temporal's times have nanoseconds, which Postgres would round, and so sometimes to the next millisecond.
  return rows.map(({ eventId, time }) => ({ eventId, at: Date.parse(time) }));
}
