import { sql, type Kysely } from "kysely";

/**
 * The ledger (I12): which triggers were live at any version of a project's trigger set, with which version an event was stored, and
 * what became of it for each workflow that it could concern.
 *
 * Events that nobody has dispatched yet get the version of this moment. Events that were dispatched before have no numbers, because
 * nobody counted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // One row for each project that has published something. `version` rises in the transaction that changes which triggers are live.
  `create table trigger_sets (
    project text primary key,
    version bigint not null
  )`,
  `create table live_triggers (
    project text not null,
    workflow_id text not null references workflows (id),
    -- the versions of the project's trigger set in which this row holds: from the first one, until before the second one
    from_version bigint not null,
    until_version bigint,
    -- the published version of the workflow, and its name in that version
    version integer not null,
    name text not null,
    -- the ids of triggers that take no events
    paused text[] not null default '{}',
    primary key (workflow_id, from_version)
  )`,
  `create unique index live_triggers_now on live_triggers (workflow_id) where until_version is null`,
  `create index live_triggers_from on live_triggers (project, from_version)`,
  `create index live_triggers_until on live_triggers (project, until_version)`,

  `insert into trigger_sets (project, version) select p.id, s.version from projects p, trigger_set s`,
  `insert into live_triggers (project, workflow_id, from_version, version, name)
    select w.project, w.id, s.version, v.version, coalesce(v.definition->'workflow'->>'name', w.name)
      from trigger_set s, workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version
     where w.status = 'active'`,

  // Keeps live_triggers equal to what the workflow's row says when the transaction commits, whoever changed it. That late, because the
  // row of trigger_sets is then locked for a moment only. It runs with the rights of the owner: the API may only read both tables.
  // The one row of trigger_set rises for dispatchers of the version before.
  `create function follow_published_triggers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      wanted live_triggers;
      held live_triggers;
      next bigint;
    begin
      select v.version, coalesce(v.definition->'workflow'->>'name', w.name) into wanted.version, wanted.name
        from workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version
       where w.id = new.id and w.status = 'active';
      select * into held from live_triggers where workflow_id = new.id and until_version is null;
      if wanted.version is not distinct from held.version then return null; end if;
      insert into trigger_sets as s (project, version) values (new.project, 1)
        on conflict (project) do update set version = s.version + 1
        returning version into next;
      update live_triggers set until_version = next where workflow_id = new.id and until_version is null;
      if wanted.version is not null then
        insert into live_triggers (project, workflow_id, from_version, version, name)
          values (new.project, new.id, next, wanted.version, wanted.name);
      end if;
      update trigger_set set version = version + 1;
      return null;
    end
  $$`,
  `create constraint trigger follow_published_triggers after insert or update of published_version, status on workflows
    deferrable initially deferred for each row execute function follow_published_triggers()`,

  // trigger_set_version is from now on the version of the project's set with which the event was stored.
  `alter table events
    -- how many workflows had a trigger that listens to such events, and for how many of them no trigger took it; null: not dispatched
    -- yet, or dispatched before anybody counted
    add column concerned integer,
    add column filtered integer`,
  `update events set trigger_set_version = s.version from trigger_set s where dispatched_at is null`,

  // What became of an event for a workflow that it could concern, where that is neither an execution nor "filtered".
  `create table event_outcomes (
    project text not null,
    event_id text not null references events (id),
    workflow_id text not null references workflows (id),
    workflow_version integer not null,
    -- the trigger that took the event; null: its condition could not be evaluated
    trigger_id text,
    outcome text not null check (outcome in ('rejected', 'held', 'deduplicated', 'batched')),
    -- { code, message, hint … }
    reason jsonb not null,
    -- the execution into which it was batched, or which made it superfluous
    into_execution text references executions (id),
    -- held: when it is decided again, on the database's clock
    until timestamptz,
    at timestamptz not null default clock_timestamp(),
    primary key (event_id, workflow_id)
  )`,
  `create index event_outcomes_due on event_outcomes (project, until) where outcome = 'held'`,
  `create index event_outcomes_by_workflow on event_outcomes (workflow_id, event_id)`,

  // The equation of the ledger: missing is 0 for each event that was dispatched, and doubled is 0, too.
  `create view ledger with (security_invoker = true) as
    select l.*, l.concerned - l.filtered - l.started - l.rejected - l.held - l.deduplicated - l.batched as missing
      from (
        select e.project, e.id as event_id, e.seq, e.received_at, e.trigger_set_version, e.concerned, e.filtered, x.started,
          o.rejected, o.held, o.deduplicated, o.batched, x.doubled
        from events e
        cross join lateral (
          select count(*)::integer as started,
            count(*) filter (where exists (
              select from event_outcomes b where b.event_id = a.event_id and b.workflow_id = a.workflow_id))::integer as doubled
          from executions a where a.event_id = e.id and a.rerun_of is null) x
        cross join lateral (
          select count(*) filter (where outcome = 'rejected')::integer as rejected,
            count(*) filter (where outcome = 'held')::integer as held,
            count(*) filter (where outcome = 'deduplicated')::integer as deduplicated,
            count(*) filter (where outcome = 'batched')::integer as batched
          from event_outcomes b where b.event_id = e.id) o
        where e.concerned is not null) l`,
];
