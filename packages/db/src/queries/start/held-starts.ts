import { DEFAULT_PRIORITY, type StartPlan } from "@tempograph/graph";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { OutcomeReason } from "../dispatch/ledger-tables.ts";
import type { WorkflowRecord } from "../workflows/read.ts";
import { storableJson } from "../storable.ts";

/** A pair of an event and a workflow that waits for the workflow's start policies. */
export interface HeldStart {
  readonly eventId: string;
  /** The order in which events were stored. */
  readonly seq: number;
  /** When the event was stored: milliseconds since the epoch, on the database's clock, as every time here. */
  readonly receivedAt: number;
  readonly workflowVersion: number;
  readonly triggerId: string;
  readonly plan: StartPlan;
  /** What it waits for; null: no policy has been asked yet. */
  readonly queue: string | null;
  /** When it is decided again; null: nobody knows. */
  readonly until: number | null;
  /** Of the event's data, if it waits for a batch; else 0. */
  readonly bytes: number;
}

/**
 * Workflows with pairs that are due, each once, the projects in turn and chosen at random if there are more than `limit`: so a workflow
 * with many pairs delays no other one, of its project or of another (I13). The walk from one workflow to the next reads one row of
 * each, however many wait there.
 *
 * `blocked`: some are due and wait for an older event that is not dispatched yet, because pairs are decided in the order in which their
 * events were stored. `nextInMs`: when the next pair of another workflow is due; null: none has a time.
 */
export async function findDueWorkflows(
  db: Database,
  limit: number,
): Promise<{ readonly due: readonly string[]; readonly blocked: boolean; readonly nextInMs: number | null }> {
  const { rows } = await sql<{ due: string[]; blocked: boolean; nextInMs: number | null }>`
    with recursive found as (
      (select project, workflow_id, until from event_outcomes
        where ${timed} order by project, workflow_id, until limit 1)
      union all
      select n.project, n.workflow_id, n.until from found f cross join lateral (
        select project, workflow_id, until from event_outcomes
         where ${timed} and (project, workflow_id) > (f.project, f.workflow_id) order by project, workflow_id, until limit 1) n
    ), due as (
      select workflow_id, not exists (select from event_outcomes o
          where o.workflow_id = f.workflow_id and o.project = f.project and ${due} and ${inOrder}) as blocked
        from (select *, row_number() over (partition by project order by random()) as turn from found
               where until <= clock_timestamp()) f
       order by turn, random() limit ${limit}
    )
    select coalesce((select array_agg(workflow_id) from due where not blocked), '{}') as due,
      exists (select from due where blocked) as blocked,
      (select extract(epoch from min(until) - clock_timestamp())::float8 * 1000 from found
        where until > clock_timestamp()) as "nextInMs"`.execute(db);
  return rows[0]!;
}

/** The queue of pairs whose conditions ask for more than the event. Whoever asks decides them, without the workflow's lock. */
export const CONDITIONS_QUEUE = "conditions";

const notAsked = sql`queue is distinct from '${sql.raw(CONDITIONS_QUEUE)}'`;
const timed = sql`outcome = 'held' and until is not null and ${notAsked}`;
const due = sql`outcome = 'held' and until <= clock_timestamp() and ${notAsked}`;
/** No older event of the project waits to be dispatched. What waits in a queue has been found in order before. */
const inOrder = sql`(o.queue is not null or not exists (
  select from events e where e.project = o.project and e.dispatched_at is null and e.seq < o.event_seq))`;

const heldColumns = sql`o.event_id as "eventId", o.event_seq as seq, extract(epoch from e.received_at)::float8 * 1000 as "receivedAt",
  o.workflow_version as "workflowVersion", o.trigger_id as "triggerId", o.plan, o.queue, extract(epoch from o.until)::float8 * 1000 as until,
  case when o.queue like 'batch:%' then octet_length(e.data::text) else 0 end as bytes`;

export interface DueStarts {
  /** Pairs that no policy has been asked about yet, in their order. */
  readonly fresh: readonly HeldStart[];
  /** Pairs that wait in a queue and are due. */
  readonly heads: readonly HeldStart[];
  /** When the oldest event of the project was stored that no dispatcher has taken yet; null: there is none. */
  readonly undispatched: number | null;
  /** Null: there is no such workflow. */
  readonly status: WorkflowRecord["status"] | null;
  readonly now: number;
}

/** The pairs of a workflow that are due, `limit` of both sorts, and the time. Under the workflow's lock. */
export async function loadDueStarts(trx: Database, workflowId: string, limit: number): Promise<DueStarts> {
  const pairs = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql`coalesce((select json_agg(d) from (
      select ${heldColumns} from event_outcomes o join events e on e.id = o.event_id
       where o.workflow_id = ${workflowId} and ${due} and ${where} and ${inOrder}
       order by ${order} limit ${limit}) d), '[]')`;
  const { rows } = await sql<DueStarts>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as now,
      (select status from workflows where id = ${workflowId}) as status,
      (select extract(epoch from e.received_at)::float8 * 1000 from events e
        where e.project = (select project from workflows where id = ${workflowId}) and e.dispatched_at is null
        order by e.seq limit 1) as undispatched,
      ${pairs(sql`o.queue is null`, sql`o.event_seq`)} as fresh,
      ${pairs(sql`o.queue is not null`, sql`o.until`)} as heads`.execute(trx);
  return rows[0]!;
}

export interface QueueRequest {
  readonly queue: string;
  readonly most: number;
}

/** The first pairs of queues, whether they are due or not, in their order. Under the workflow's lock. */
export async function loadQueues(
  trx: Database,
  workflowId: string,
  requests: readonly QueueRequest[],
): Promise<ReadonlyMap<string, readonly HeldStart[]>> {
  if (requests.length === 0) return new Map();
  const { rows } = await sql<HeldStart & { readonly queue: string }>`
    select d.* from json_to_recordset(${JSON.stringify(requests)}::json) as q(queue text, most integer) cross join lateral (
      select ${heldColumns} from event_outcomes o join events e on e.id = o.event_id
       where o.outcome = 'held' and o.workflow_id = ${workflowId} and o.queue = q.queue
       order by o.event_seq limit q.most) d
     order by d.seq`.execute(trx);
  return Map.groupBy(rows, ({ queue }) => queue);
}

/** How many pairs wait in each queue, counted up to `most`. */
export async function countQueues(
  trx: Database,
  workflowId: string,
  requests: readonly QueueRequest[],
): Promise<Map<string, number>> {
  if (requests.length === 0) return new Map();
  const { rows } = await sql<{ queue: string; waiting: number }>`
    select q.queue, (select count(*)::integer from (select from event_outcomes o
        where outcome = 'held' and workflow_id = ${workflowId} and o.queue = q.queue limit q.most) w) as waiting
      from json_to_recordset(${JSON.stringify(requests)}::json) as q(queue text, most integer)`.execute(trx);
  return new Map(rows.map(({ queue, waiting }) => [queue, waiting]));
}

/** By key, how many executions of the workflow hold a place. */
export async function countPlaces(
  trx: Database,
  workflowId: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; taken: number }>`
    select k as key, (select count(*)::integer from executions where workflow_id = ${workflowId} and concurrency_key = k
        and status in ('pending', 'running')) as taken
      from unnest(${keys}::text[]) as k`.execute(trx);
  return new Map(rows.map(({ key, taken }) => [key, taken]));
}

export interface StartToWrite {
  readonly id: string;
  readonly eventId: string;
  readonly workflowVersion: number;
  readonly triggerId: string;
  /** The key whose place it takes; null: it takes none. */
  readonly concurrencyKey: string | null;
  readonly order: StartOrder;
}

/** Where many wait: which executions start first, and whose share of the turns they take. */
export interface StartOrder {
  readonly priority: number;
  readonly fairnessKey: string;
  readonly fairnessWeight: number;
}

/** The order of a start by its plan. Workflows whose plans name no key take turns with each other, so that a burst of one does not delay the others. */
export function startOrder(workflowId: string, { priority = DEFAULT_PRIORITY, fairness }: StartPlan): StartOrder {
  return { priority, fairnessKey: fairness?.key ?? workflowId, fairnessWeight: fairness?.weight ?? 1 };
}

/** What a pair becomes that does not start now. Held: `queue` and `until` say what it waits for; other outcomes are final. */
export interface Settled {
  readonly eventId: string;
  readonly outcome: "rejected" | "held" | "deduplicated" | "batched";
  readonly reason: OutcomeReason;
  readonly intoExecution?: string | undefined;
  readonly queue?: string | undefined;
  /** Milliseconds since the epoch. Absent: nobody knows when. */
  readonly until?: number | undefined;
  /** Held: absent, the plan stays as it is. */
  readonly plan?: StartPlan | undefined;
}

/** Turns held pairs into executions: each leaves the held ones in the statement that writes its execution, so it is one of both (I2, I12). */
export async function startHeld(
  trx: Database,
  workflowId: string,
  starts: readonly StartToWrite[],
  now: number,
): Promise<void> {
  if (starts.length === 0) return;
  await sql`
    with s as (
      select * from json_to_recordset(${JSON.stringify(starts.map(({ order, ...start }) => ({ ...start, ...order })))}::json)
        as s(id text, "eventId" text, "workflowVersion" integer, "triggerId" text, "concurrencyKey" text,
          priority smallint, "fairnessKey" text, "fairnessWeight" real)
    ), gone as (
      delete from event_outcomes o using s
       where o.event_id = any(${idsOf(starts)}::text[]) and o.event_id = s."eventId" and o.workflow_id = ${workflowId} and o.outcome = 'held'
      returning o.event_id, o.project, o.event_seq
    ), counted as (
      update events e set matched = coalesce(e.matched, 0) + 1 from gone
       where e.id = any(${idsOf(starts)}::text[]) and e.id = gone.event_id
    )
    insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, concurrency_key, created_at, priority, fairness_key, fairness_weight)
    select s.id, gone.project, ${workflowId}, s."workflowVersion", s."eventId", s."triggerId", s."concurrencyKey", ${moment(now)}, s.priority, s."fairnessKey", s."fairnessWeight"
      from s join gone on gone.event_id = s."eventId" order by gone.event_seq
    on conflict (event_id, workflow_id) where rerun_of is null do nothing`.execute(trx);
}

/** Writes what became of held pairs that do not start now. */
export async function settleHeld(trx: Database, workflowId: string, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await sql`
    update event_outcomes o set outcome = s.outcome, reason = s.reason, queue = s.queue, at = clock_timestamp(),
      until = to_timestamp(s.until / 1000), plan = case when s.outcome = 'held' then coalesce(s.plan, o.plan) end,
      into_execution = (select id from executions x where x.id = s."intoExecution")
    from json_to_recordset(${storableJson(settled)}::json)
      as s("eventId" text, outcome text, reason jsonb, "intoExecution" text, queue text, until float8, plan jsonb)
    where o.event_id = any(${idsOf(settled)}::text[]) and o.event_id = s."eventId" and o.workflow_id = ${workflowId}
      and o.outcome = 'held'`.execute(trx);
}

/** Rejects the first `limit` of all pairs of a workflow that wait, also those that are not due. Answers how many there were. Under the workflow's lock. */
export async function rejectHeld(
  trx: Database,
  workflowId: string,
  reason: OutcomeReason,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update event_outcomes set outcome = 'rejected', reason = ${storableJson(reason)}::jsonb, queue = null, until = null, plan = null,
      at = clock_timestamp()
     where outcome = 'held' and workflow_id = ${workflowId} and event_id in (
       select event_id from event_outcomes where outcome = 'held' and workflow_id = ${workflowId} order by event_seq limit ${limit})`.execute(
    trx,
  );
  return Number(numAffectedRows);
}

const idsOf = (rows: readonly { readonly eventId: string }[]) => rows.map(({ eventId }) => eventId);

export function moment(ms: number): RawBuilder<unknown> {
  return sql`to_timestamp(${ms}::float8 / 1000)`;
}
