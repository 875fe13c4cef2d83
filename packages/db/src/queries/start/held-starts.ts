import type { StartPlan } from "@tempograph/graph";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { OutcomeReason } from "../dispatch/ledger-tables.ts";
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
}

/**
 * Workflows with pairs that are due, each once, chosen at random if there are more than `limit`: so a workflow with many pairs
 * delays no other one, of its project or of another (I13). `blocked`: some are due and wait for an older event that is not dispatched
 * yet, because pairs are decided in the order in which their events were stored.
 */
export async function findDueWorkflows(
  db: Database,
  limit: number,
): Promise<{ readonly due: readonly string[]; readonly blocked: boolean }> {
  const { rows } = await sql<{ workflow_id: string; blocked: boolean }>`
    with recursive found as (
      (select project, workflow_id from event_outcomes where ${due} order by project, workflow_id limit 1)
      union all
      select n.project, n.workflow_id from found f cross join lateral (
        select project, workflow_id from event_outcomes
         where ${due} and (project, workflow_id) > (f.project, f.workflow_id) order by project, workflow_id limit 1) n
    )
    select f.workflow_id, not exists (select from event_outcomes o
        where o.workflow_id = f.workflow_id and o.project = f.project and ${due} and ${inOrder}) as blocked
      from found f order by random() limit ${limit}`.execute(db);
  return {
    due: rows.filter(({ blocked }) => !blocked).map(({ workflow_id }) => workflow_id),
    blocked: rows.some(({ blocked }) => blocked),
  };
}

const due = sql`outcome = 'held' and until <= clock_timestamp()`;
/** No older event of the project waits to be dispatched. What waits in a queue has been found in order before. */
const inOrder = sql`(o.queue is not null or not exists (
  select from events e where e.project = o.project and e.dispatched_at is null and e.seq < o.event_seq))`;

const heldColumns = sql`o.event_id as "eventId", o.event_seq as seq, extract(epoch from e.received_at)::float8 * 1000 as "receivedAt",
  o.workflow_version as "workflowVersion", o.trigger_id as "triggerId", o.plan, o.queue`;

/** The pairs of a workflow that are due, in order, and the time. Under the workflow's lock. */
export async function loadDueStarts(
  trx: Database,
  workflowId: string,
  limit: number,
): Promise<{ readonly rows: readonly HeldStart[]; readonly now: number }> {
  const { rows } = await sql<{ now: number; rows: readonly HeldStart[] }>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as now, coalesce((select json_agg(d) from (
      select ${heldColumns} from event_outcomes o join events e on e.id = o.event_id
       where o.workflow_id = ${workflowId} and ${due} and ${inOrder}
       order by o.event_seq limit ${limit}) d), '[]') as rows`.execute(trx);
  return rows[0]!;
}

/** The first pairs of a queue, whether they are due or not. Under the workflow's lock. */
export async function loadQueue(
  trx: Database,
  workflowId: string,
  queue: string,
  limit: number,
): Promise<readonly HeldStart[]> {
  const { rows } = await sql<HeldStart>`
    select ${heldColumns} from event_outcomes o join events e on e.id = o.event_id
     where o.outcome = 'held' and o.workflow_id = ${workflowId} and o.queue = ${queue}
     order by o.event_seq limit ${limit}`.execute(trx);
  return rows;
}

/** Of these queues, those in which pairs wait. */
export async function findQueues(
  trx: Database,
  workflowId: string,
  queues: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ queue: string }>`
    select q as queue from unnest(${queues}::text[]) as q
     where exists (select from event_outcomes where outcome = 'held' and workflow_id = ${workflowId} and queue = q)`.execute(
    trx,
  );
  return new Set(rows.map(({ queue }) => queue));
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
      select * from json_to_recordset(${JSON.stringify(starts)}::json)
        as s(id text, "eventId" text, "workflowVersion" integer, "triggerId" text, "concurrencyKey" text)
    ), gone as (
      delete from event_outcomes o using s
       where o.event_id = any(${idsOf(starts)}::text[]) and o.event_id = s."eventId" and o.workflow_id = ${workflowId} and o.outcome = 'held'
      returning o.event_id, o.project, o.event_seq
    ), counted as (
      update events e set matched = coalesce(e.matched, 0) + 1 from gone
       where e.id = any(${idsOf(starts)}::text[]) and e.id = gone.event_id
    )
    insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, concurrency_key, created_at)
    select s.id, gone.project, ${workflowId}, s."workflowVersion", s."eventId", s."triggerId", s."concurrencyKey", ${moment(now)}
      from s join gone on gone.event_id = s."eventId" order by gone.event_seq
    on conflict (event_id, workflow_id) where rerun_of is null do nothing`.execute(trx);
}

/** Writes what became of held pairs that do not start now. */
export async function settleHeld(trx: Database, workflowId: string, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await sql`
    update event_outcomes o set outcome = s.outcome, reason = s.reason, queue = s.queue, at = clock_timestamp(),
      until = to_timestamp(s.until / 1000), plan = case when s.outcome = 'held' then o.plan end,
      into_execution = (select id from executions x where x.id = s."intoExecution")
    from json_to_recordset(${storableJson(settled)}::json)
      as s("eventId" text, outcome text, reason jsonb, "intoExecution" text, queue text, until float8)
    where o.event_id = any(${idsOf(settled)}::text[]) and o.event_id = s."eventId" and o.workflow_id = ${workflowId}
      and o.outcome = 'held'`.execute(trx);
}

const idsOf = (rows: readonly { readonly eventId: string }[]) => rows.map(({ eventId }) => eventId);

export function moment(ms: number): RawBuilder<unknown> {
  return sql`to_timestamp(${ms}::float8 / 1000)`;
}
