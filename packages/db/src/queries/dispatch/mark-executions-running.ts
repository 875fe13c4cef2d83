import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { UPDATES_CHANNEL } from "../../notify/channels.ts";
import { splitIds } from "../../notify/split-ids.ts";

export interface StartedExecution {
  readonly id: string;
  readonly run_id: string;
  readonly first_run_id: string;
  readonly started_at: Date;
}

/**
 * Writes that Temporal took these executions: status, run, update for subscribers, and the run for the mirror to
 * follow. One statement. An execution that is not pending any more (its mirror was faster) stays as it is.
 *
 * Answers those that were cancelled or terminated before Temporal took them, and so must not run.
 *
 * Rows are locked in the order of their ids: whoever else writes many executions at once has to do the same.
 */
export async function markExecutionsRunning(
  db: Database,
  started: readonly StartedExecution[],
): Promise<readonly string[]> {
  const payloads = splitIds(started.map(({ id }) => id));
  const { rows } = await sql<{ closed_before: string[] }>`
    with s as (
      select * from json_to_recordset(${JSON.stringify(started)}::json)
        as s(id text, run_id text, first_run_id text, started_at timestamptz)
    ), locked as (
      select id, status, run_id from executions where id in (select id from s) order by id for no key update
    ), marked as (
      update executions e set status = 'running', run_id = s.run_id, first_run_id = s.first_run_id,
        started_at = greatest(e.created_at, s.started_at), update_seq = e.update_seq + 1,
        start_lease_until = null, start_error = null
      from s join locked l on l.id = s.id
      where e.id = s.id and l.status = 'pending' and e.status = 'pending'
      returning e.id, e.run_id, e.first_run_id, e.update_seq, e.started_at
    ), followed as (
      insert into mirror_runs (execution_id, run_id) select id, first_run_id from marked on conflict do nothing
    ), told as (
      insert into execution_updates (execution_id, seq, key, kind, body, at)
      select id, update_seq, 'status:running', 'status',
        jsonb_build_object('status', 'running', 'runId', run_id), started_at
      from marked on conflict do nothing
    ), rung as (
      select pg_notify(${UPDATES_CHANNEL}, payload) from unnest(${payloads}::text[]) as payload
    )
    select coalesce(array_agg(id) filter (where status in ('cancelled', 'terminated') and run_id is null), '{}') as closed_before,
      (select count(*) from rung) as rung
    from locked`.execute(db);
  return rows[0]?.closed_before ?? [];
}
