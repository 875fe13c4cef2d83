import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { inProject } from "../projects/project-scope.ts";
import { CONDITIONS_QUEUE } from "./start/held-starts.ts";
import { concurrencyQueue } from "./start/start-queues.ts";

/** What waits or has gone wrong in a project. Each number is counted up to `MOST_COUNTED`. */
export interface Backlog {
  /** Since when the oldest event waits to be matched. */
  readonly oldestEvent: Date | null;
  /** Executions that Temporal has refused or could not be asked to start, and one of the reasons. */
  readonly notStarted: number;
  readonly startError: string | null;
  /** Executions that nobody has tried to start for a minute. */
  readonly waiting: number;
  /** Answers and requests to cancel that Temporal has not taken for a minute, and one of the reasons. */
  readonly undelivered: number;
  readonly deliveryError: string | null;
  /** Held outcomes whose time has come a minute ago. */
  readonly overdue: number;
  /** Held outcomes that nothing will ever decide: no time, no execution whose end they wait for, and nobody before them who has one. */
  readonly stuck: number;
  /** Triggers that do not work, and one of them. */
  readonly brokenTriggers: number;
  readonly brokenTrigger: BrokenTrigger | null;
  /** A published workflow whose triggers are not, or not all, among those that events and their sources know: its key, or else its name. */
  readonly lostWorkflow: string | null;
  /** Events that wait because a lookup fails, and which one the newest of them waits for. */
  readonly failingLookups: number;
  readonly failingLookup: FailingLookup | null;
  /** Executions whose mirror differs from Temporal (I3), of those that were created since. */
  readonly unequalMirrors: number;
  /** Executions whose run Temporal does not know, open or closed for that. */
  readonly missing: number;
  /** Executions that Temporal does not have as they were mirrored, because its data is older. */
  readonly rolledBack: number;
  /** Executions whose workflow task no worker can carry out. */
  readonly failingTasks: number;
  /** Steps that wait for a worker which has their node type, and one of these types. */
  readonly unknownTypes: number;
  readonly unknownType: string | null;
}

/** A lookup before a condition, with the code of its last error. The error itself may tell what is in an event. */
export interface FailingLookup {
  readonly lookup: string;
  readonly trigger: string;
  /** The workflow's key, or else its name. */
  readonly workflow: string;
  readonly cause: string;
}

/** A trigger with what keeps it from working. */
export interface BrokenTrigger {
  readonly id: string;
  /** The workflow's key, or else its name. */
  readonly workflow: string;
  readonly message: string;
  readonly hint: string | null;
}

const MOST_COUNTED = 1_000;

export async function findBacklog(db: Database, since: Date): Promise<Backlog> {
  const most = sql.lit(MOST_COUNTED);
  const { rows } = await sql<Backlog>`
    select
      (select received_at from events where dispatched_at is null and ${inProject(db, "events")} order by seq limit 1) as "oldestEvent",
      starts.count as "notStarted", starts.error as "startError",
      (select count(*)::integer from (select from executions
         where status = 'pending' and start_error is null and ${inProject(db, "executions")}
           and coalesce(start_lease_until, created_at) < clock_timestamp() - interval '1 minute' limit ${most}) e) as waiting,
      deliveries.count as undelivered, deliveries.error as "deliveryError",
      (select count(*)::integer from (select from event_outcomes
         where outcome = 'held' and until < clock_timestamp() - interval '1 minute' and ${inProject(db, "event_outcomes")} limit ${most}) o) as overdue,
      (select coalesce(sum(count), 0)::integer from (
        select workflow_id, queue, count(*) filter (where until is null) as count from event_outcomes
         where outcome = 'held' and ${inProject(db, "event_outcomes")} group by workflow_id, queue
        having count(until) = 0 or (coalesce(queue, ${CONDITIONS_QUEUE}) = ${CONDITIONS_QUEUE} and count(until) < count(*))) q
        where not (starts_with(q.queue, ${concurrencyQueue("")}) and exists (
          select from executions x where x.workflow_id = q.workflow_id and x.status in ('pending', 'running')
             and x.concurrency_key = substr(q.queue, ${concurrencyQueue("").length + 1})))) as stuck,
      (select coalesce(w.key, w.name) from workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version
        where w.status = 'active' and ${inProject(db, "w")} and (
          not exists (select from live_triggers l where l.workflow_id = w.id and l.until_version is null and l.version = w.published_version)
          or (select count(*) from workflow_triggers t where t.workflow_id = w.id and t.status <> 'ended' and t.kind <> 'event')
            < (select count(*) from jsonb_array_elements(v.triggers) t where t->>'kind' <> 'event')) limit 1) as "lostWorkflow",
      triggers.count as "brokenTriggers", broken.trigger as "brokenTrigger",
      lookups.count as "failingLookups", lookups.newest as "failingLookup",
      (select count(*)::integer from (select from executions
         where mirror_ok = false and created_at >= ${since} and ${inProject(db, "executions")} and missing_since is null
           and not coalesce(mirror_problem, '[]') @> '[{"code":"TEMPORAL_ROLLED_BACK"}]' limit ${most}) e) as "unequalMirrors",
      (select count(*)::integer from (select from executions
         where mirror_ok = false and mirror_problem @> '[{"code":"TEMPORAL_ROLLED_BACK"}]' and ${inProject(db, "executions")} limit ${most}) e) as "rolledBack",
      (select count(*)::integer from (select from executions
         where missing_since is not null and ${inProject(db, "executions")} limit ${most}) e) as missing,
      (select count(*)::integer from (select from executions
         where task_fails_since is not null and status = 'running' and ${inProject(db, "executions")} limit ${most}) e) as "failingTasks",
      waiting.count as "unknownTypes", waiting.type as "unknownType"
    from (
      select count(*)::integer as count, max(start_error) as error from (select start_error from executions
        where status = 'pending' and start_error is not null and ${inProject(db, "executions")} limit ${most}) e) starts
    cross join (
      select count(*)::integer as count, max(error) as error from (
        select error from replies where delivered_at is null and not undeliverable
           and created_at < clock_timestamp() - interval '1 minute' and ${inProject(db, "replies")}
        union all
        select null from cancel_requests
         where due_at < clock_timestamp() - interval '1 minute' and ${inProject(db, "cancel_requests")}
        limit ${most}) d) deliveries
    cross join (
      select count(distinct (execution_id, path))::integer as count, min(type) as type from (
        select s.execution_id, s.path, s.type from step_attempts a
          join steps s on s.execution_id = a.execution_id and s.path = a.path and s.status in ('scheduled', 'running')
          join executions e on e.id = a.execution_id and e.status = 'running' and ${inProject(db, "e")}
         where a.failure->>'code' = 'NODE_TYPE_UNKNOWN' and not exists (
           select from step_attempts l where l.execution_id = a.execution_id and l.path = a.path and l.attempt > a.attempt
              and l.failure->>'code' is distinct from 'NODE_TYPE_UNKNOWN') limit ${most}) w) waiting
    cross join (
      select count(*)::integer as count, min(array[workflow_id, trigger_id]) as first from (select workflow_id, trigger_id from workflow_triggers
        where problem is not null and status <> 'ended' and ${inProject(db, "workflow_triggers")} limit ${most}) t) triggers
    cross join (
      select count(*)::integer as count, (array_agg(jsonb_build_object('lookup', reason->>'lookup', 'trigger', reason->>'triggerId',
        'cause', reason->>'cause', 'workflow', coalesce(w.key, w.name)) order by at desc))[1] as newest
      from (select reason, at, workflow_id from event_outcomes
        where outcome = 'held' and queue = ${CONDITIONS_QUEUE} and reason->>'code' = 'START_LOOKUP_FAILED'
          and ${inProject(db, "event_outcomes")} limit ${most}) o join workflows w on w.id = o.workflow_id) lookups
    left join lateral (
      select jsonb_build_object('id', t.trigger_id, 'workflow', coalesce(w.key, w.name), 'message', t.problem->>'message',
        'hint', t.problem->>'hint') as trigger
      from workflow_triggers t join workflows w on w.id = t.workflow_id
      where t.workflow_id = triggers.first[1] and t.trigger_id = triggers.first[2]) broken on true`.execute(db);
  return rows[0]!;
}
