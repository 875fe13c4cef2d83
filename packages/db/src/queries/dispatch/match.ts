import { sql, type RawBuilder } from "kysely";
import type { Json, StartPlan } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { OutcomeReason } from "./ledger-tables.ts";
import { storableJson } from "../storable.ts";
import { fairShares, toClaim, type Claim } from "./fair-shares.ts";

export interface ClaimedEvent {
  readonly id: string;
  readonly project: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
  readonly received_at: Date;
  /** Of the project's trigger set when the event was stored; now, if a process of the version before stored it. */
  readonly trigger_set_version: number;
  /** Attributes of the event that say to which trace it belongs; nobody has checked them. */
  readonly trace: Json;
}

/** What of an event's attributes is `trace`; null for most events. */
export function traceOf(attributes: RawBuilder<unknown>): RawBuilder<Json> {
  return sql`case when ${attributes} ? 'traceparent' then jsonb_build_object(
    'traceparent', ${attributes}->'traceparent', 'tracestate', ${attributes}->'tracestate') end`;
}

/** An event that waits to be dispatched. */
export interface WaitingEvent extends ClaimedEvent {
  /** The order in which events were stored. */
  readonly seq: number;
}

/** Which projects' events are claimed; by default those of all. */
export interface ClaimFrom {
  readonly only?: string | undefined;
  readonly without?: readonly string[] | undefined;
}

/**
 * The oldest events that nobody has dispatched, in equal shares of the projects, locked until the transaction ends: other
 * dispatchers pass them by, and a dispatcher that dies gives them back. The transaction's commit will not wait for the disk, because what is
 * decided about the events can be decided again (docs/decisions/0041-dispatch-without-waiting-for-the-disk.md).
 */
export async function claimEvents(
  trx: Database,
  limit: number,
  { only, without = [] }: ClaimFrom = {},
): Promise<Claim<WaitingEvent>> {
  const gets =
    only === undefined ? sql`not (waiting.project = any(${without}::text[]))` : sql`waiting.project = ${only}`;
  const { rows } = await sql<WaitingEvent & { readonly most: number }>`
    select e.*, share.most
    from (select set_config('synchronous_commit', 'off', true)) as unsynchronized
    cross join ${fairShares("events", sql`dispatched_at is null`, limit, gets)} as share (project, most)
    cross join lateral (
      select id, project, seq, type, source, subject, time, data, received_at, coalesce(trigger_set_version,
          (select version from trigger_sets where trigger_sets.project = events.project), 0) as trigger_set_version,
        ${traceOf(sql`attributes`)} as trace
        from events
       where dispatched_at is null and project = share.project
       order by seq limit share.most for update skip locked) e
    order by e.seq`.execute(trx);
  return toClaim(rows);
}

export interface ExecutionToInsert {
  readonly id: string;
  readonly project: string;
  readonly workflow_id: string;
  readonly workflow_version: number;
  readonly event_id: string;
  readonly trigger_id: string;
  readonly priority: number;
  readonly fairness_key: string;
  readonly fairness_weight: number;
}

/** What became of an event for a workflow, where it is neither an execution nor "filtered" (I12). */
export interface OutcomeToInsert {
  readonly project: string;
  readonly event_id: string;
  readonly workflow_id: string;
  readonly workflow_version: number;
  readonly trigger_id: string | null;
  readonly outcome: "rejected" | "held" | "deduplicated" | "batched";
  readonly reason: OutcomeReason;
  readonly into_execution?: string | undefined;
  /** Held: when it is decided again, in milliseconds since the epoch. A moment that is over: now. */
  readonly holdUntil?: number | undefined;
  /** Held: the event's seq, in whose order pairs are decided, and the policies that decide. */
  readonly event_seq?: number | undefined;
  readonly plan?: StartPlan | undefined;
  readonly queue?: string | undefined;
}

export interface DispatchedEvent {
  readonly id: string;
  readonly triggerSetVersion: number;
  /** How many workflows have a trigger that listens to such events. */
  readonly concerned: number;
  /** For how many of them no trigger took it. */
  readonly filtered: number;
  /** How many executions came of it at once. Those that come of held pairs are added later. */
  readonly matched: number;
}

export interface DispatchToWrite {
  readonly events: readonly DispatchedEvent[];
  readonly executions: readonly ExecutionToInsert[];
  readonly outcomes: readonly OutcomeToInsert[];
  /** How long the caller alone may start them, on the database's clock. 0: whoever looks next. Where a project's open executions are limited, it is always 0. */
  readonly leaseMs: number;
}

/**
 * Writes what became of claimed events: their executions, their other outcomes, and that they are dispatched (I12). One statement. Its
 * condition repeats the ids, so that Postgres finds the events by their key.
 * Answers the executions that are new, and of each whether the caller has its lease; the unique key on (event, workflow) decides (I2).
 */
export async function writeDispatched(trx: Database, batch: DispatchToWrite): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await sql<{ id: string; leased: boolean }>`
    with dispatched as (
      update events set dispatched_at = clock_timestamp(), trigger_set_version = d."triggerSetVersion",
        concerned = d.concerned, filtered = d.filtered, matched = d.matched
      from json_to_recordset(${JSON.stringify(batch.events)}::json)
        as d(id text, "triggerSetVersion" bigint, concerned integer, filtered integer, matched integer)
      where events.id = d.id and events.id = any(${batch.events.map(({ id }) => id)}::text[])
    ), outcomes as (
      insert into event_outcomes (project, event_id, workflow_id, workflow_version, trigger_id, outcome, reason, into_execution, until, event_seq, plan, queue)
      select project, event_id, workflow_id, workflow_version, trigger_id, outcome, reason, into_execution,
        case when "holdUntil" is not null then greatest(clock_timestamp(), to_timestamp("holdUntil" / 1000)) end, event_seq, plan, queue
      from json_to_recordset(${storableJson(batch.outcomes)}::json)
        as o(project text, event_id text, workflow_id text, workflow_version integer, trigger_id text, outcome text, reason jsonb,
          into_execution text, "holdUntil" float8, event_seq bigint, plan jsonb, queue text)
    )
    insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, priority, fairness_key, fairness_weight, start_lease_until)
    select x.id, project, workflow_id, workflow_version, event_id, trigger_id, priority, fairness_key, fairness_weight,
      case when ${batch.leaseMs}::float8 > 0 and p.max_open_executions is null then clock_timestamp() + ${batch.leaseMs}::float8 * interval '1 ms' end
    from json_to_recordset(${JSON.stringify(batch.executions)}::json)
      as x(id text, project text, workflow_id text, workflow_version integer, event_id text, trigger_id text,
        priority smallint, fairness_key text, fairness_weight real)
    left join projects p on p.id = x.project
    order by event_id, workflow_id
    on conflict (event_id, workflow_id) where rerun_of is null do nothing
    returning id, start_lease_until is not null as leased`.execute(trx);
  return new Map(rows.map(({ id, leased }) => [id, leased]));
}
