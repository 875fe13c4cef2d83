import { sql, type Kysely } from "kysely";

const LISTED = (row: string): string => `${row}.type = 'approval' or ${row}.status in ('waiting', 'incident')`;

/** The field of a step's input that names what it waits for, by its type, as the constructs of the language have it. */
const NAME = (row: string): string => `md5(${row}.input ->> case ${row}.type when 'wait_for_signal' then 'name'
  when 'wait_for_event' then 'eventType' when 'lock' then 'key' when 'call_workflow' then 'workflow' when 'approval' then 'title' end)`;

const VALUES = (
  row: string,
): string => `${row}.execution_id, ${row}.path, e.project, e.seq, e.workflow_id, ${row}.type, ${row}.status,
  ${row}.port, ${NAME(row)}, case when jsonb_typeof(${row}.input -> 'approvers') = 'array' then ${row}.input -> 'approvers' end`;

/**
 * Approvals, and steps that wait for something or for somebody, in the order of their executions. Lists and counts of them read these narrow
 * rows in place of the steps and executions of everything that ever ran. A trigger keeps them, so that it does not matter who writes a step.
 */
const statements = [
  `create table listed_steps (
    execution_id text not null,
    path text not null,
    project text not null,
    execution_seq bigint not null,
    workflow_id text not null,
    type text not null,
    status text not null,
    port text,
    name_hash text,
    approvers jsonb,
    primary key (execution_id, path)
  )`,
  `insert into listed_steps select ${VALUES("s")} from steps s join executions e on e.id = s.execution_id where ${LISTED("s")}`,
  `create index listed_steps_approvals on listed_steps (project, execution_seq, path desc) where type = 'approval'`,
  `create index listed_steps_approvals_of_workflow on listed_steps (workflow_id, execution_seq, path desc) where type = 'approval'`,
  `create index listed_steps_decided on listed_steps (project, execution_seq, path desc)
    where type = 'approval' and status = 'completed' and port in ('approved', 'rejected')`,
  `create index listed_steps_waiting on listed_steps (project, type, execution_seq, path desc, execution_id) where status = 'waiting'`,
  `create index listed_steps_named on listed_steps (project, name_hash, execution_seq, execution_id) where status = 'waiting' and name_hash is not null`,
  `create index listed_steps_incidents on listed_steps (project, execution_seq, execution_id) where status = 'incident'`,
  `create function list_step() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    if tg_op <> 'DELETE' and (${LISTED("new")}) then
      insert into listed_steps select ${VALUES("new")} from executions e where e.id = new.execution_id
        on conflict (execution_id, path) do update set type = excluded.type, status = excluded.status, port = excluded.port,
          name_hash = excluded.name_hash, approvers = excluded.approvers;
    else
      delete from listed_steps where execution_id = old.execution_id and path = old.path;
    end if;
    return null;
  end $$`,
  `create trigger list_new_step after insert on steps for each row when (${LISTED("new")}) execute function list_step()`,
  `create trigger list_changed_step after update on steps for each row when (${LISTED("old")} or ${LISTED("new")}) execute function list_step()`,
  `create trigger list_deleted_step after delete on steps for each row when (${LISTED("old")}) execute function list_step()`,
  // Filters that no index led to, or not in the order of the list: a version of any workflow, a type of events, who did what, the beginning of
  // a key, and the time of events that were sent late.
  `create index executions_by_version on executions (project, workflow_version, seq)`,
  `create index events_by_type_in_order on events (project, type, seq)`,
  `create index audit_log_entries on audit_log (project, id) where completes is null`,
  `create index audit_log_by_actor on audit_log (project, actor, id) where completes is null`,
  `create index audit_log_by_action on audit_log (project, action, id) where completes is null`,
  `create index state_entries_by_key on state_entries (project, key text_pattern_ops, id)`,
  `create index events_off_time on events (project, seq)
    where received_at - time > interval '1 hour' or received_at - time < interval '-1 hour'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
