import { sql, type Kysely } from "kysely";

/** Executions that wait for a place of their project: which pending ones have a place is counted by an index, and the ledger counts the others as held. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create index executions_placed on executions (project, start_lease_until) where status = 'pending' and start_lease_until is not null`,
  `create or replace view ledger with (security_invoker = true) as
    select l.*, l.concerned - l.filtered - l.started - l.rejected - l.held - l.deduplicated - l.batched as missing
      from (
        select e.project, e.id as event_id, e.seq, e.received_at, e.trigger_set_version, e.concerned, e.filtered, x.started,
          o.rejected, o.held + x.waiting as held, o.deduplicated, o.batched, x.doubled
        from events e
        cross join lateral (
          select count(*) filter (where not w.waits)::integer as started, count(*) filter (where w.waits)::integer as waiting,
            count(*) filter (where exists (
              select from event_outcomes b where b.event_id = a.event_id and b.workflow_id = a.workflow_id))::integer as doubled
          from executions a cross join lateral (
            select a.status = 'pending' and a.start_lease_until is null and exists (
              select from projects p where p.id = a.project and p.max_open_executions is not null) as waits) w
          where a.event_id = e.id and a.rerun_of is null) x
        cross join lateral (
          select count(*) filter (where outcome = 'rejected')::integer as rejected,
            count(*) filter (where outcome = 'held')::integer as held,
            count(*) filter (where outcome = 'deduplicated')::integer as deduplicated,
            count(*) filter (where outcome = 'batched')::integer as batched
          from event_outcomes b where b.event_id = e.id) o
        where e.concerned is not null) l`,
];
