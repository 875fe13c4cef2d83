import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";
import type { OutcomeReason } from "../dispatch/ledger-tables.ts";
import { fairShares, toClaim, type Claim } from "../dispatch/fair-shares.ts";
import type { ExecutionStatus } from "../executions/read.ts";
import { storableJson } from "../storable.ts";
import { concurrencyQueue } from "./start-queues.ts";

/** A key of the policy `concurrency` for whose places more has come than there may be. */
export interface Crowd {
  readonly key: string;
  readonly limit: number;
  /** The event that came last. */
  readonly eventId: string;
  /** Why what waits longest starts nothing. */
  readonly reason: OutcomeReason;
}

/**
 * Of what is open or waits for a place, the newest `limit` stay: older pairs that wait are rejected, and the oldest open executions are to
 * be cancelled. Their places are free when they have ended. It writes no row of an execution: whoever writes that it has closed may hold
 * that row, and wait for this transaction. Under the workflow's lock, after what was decided is written.
 */
export async function cancelOldest(trx: Database, workflowId: string, crowds: readonly Crowd[]): Promise<void> {
  if (crowds.length === 0) return;
  const crowd = sql`json_to_recordset(${storableJson(crowds.map((each) => ({ ...each, queue: concurrencyQueue(each.key) })))}::json)
    as c(key text, queue text, "limit" integer, "eventId" text, reason jsonb)`;
  await sql`
    update event_outcomes o set outcome = 'rejected', reason = c.reason, queue = null, until = null, plan = null, at = clock_timestamp()
      from ${crowd} cross join lateral (
        select event_id from event_outcomes where outcome = 'held' and workflow_id = ${workflowId} and queue = c.queue
         order by event_seq desc offset c."limit") old
     where o.workflow_id = ${workflowId} and o.event_id = old.event_id and o.outcome = 'held'`.execute(trx);
  await sql`
    with asked as (
      insert into cancel_requests (execution_id, project, workflow_id, event_id)
      select x.id, x.project, ${workflowId}, c."eventId" from ${crowd} cross join lateral (
        select count(*)::integer as waiting from event_outcomes
         where outcome = 'held' and workflow_id = ${workflowId} and queue = c.queue) w cross join lateral (
        select id, project, seq, row_number() over (order by seq desc) as newest from executions e
         where workflow_id = ${workflowId} and concurrency_key = c.key and status in ('pending', 'running')
           and not exists (select from cancel_requests r where r.execution_id = e.id)) x
       where x.newest > c."limit" - w.waiting
      on conflict do nothing returning execution_id
    )
    select pg_notify(${REPLIES_CHANNEL}, '') from asked limit 1`.execute(trx);
}

export interface CancelRequest {
  readonly project: string;
  readonly executionId: string;
  readonly eventId: string;
  readonly status: ExecutionStatus;
}

/** Takes a lease of `leaseMs` on executions that are to be cancelled, in equal shares of the projects. */
export async function claimCancelRequests(db: Database, limit: number, leaseMs: number): Promise<Claim<CancelRequest>> {
  const isDue = sql`due_at <= clock_timestamp()`;
  const { rows } = await sql<CancelRequest & { most: number }>`
    with due as (
      select c.execution_id, share.most from ${fairShares("cancel_requests", isDue, limit)} as share (project, most)
      cross join lateral (
        select execution_id from cancel_requests where ${isDue} and project = share.project
         order by due_at limit share.most for no key update skip locked) c
    ), claimed as (
      update cancel_requests c set due_at = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms', attempts = attempts + 1
      from due where c.execution_id = due.execution_id
      returning c.project, due.most, c.execution_id, c.event_id
    )
    select c.project, c.most, c.execution_id as "executionId", c.event_id as "eventId", x.status
    from claimed c join executions x on x.id = c.execution_id`.execute(db);
  return toClaim(rows);
}

/** Temporal was asked: the row stays until the execution has closed. */
export async function completeCancelRequest(db: Database, executionId: string): Promise<void> {
  await db.updateTable("cancel_requests").set({ due_at: null }).where("execution_id", "=", executionId).execute();
}

/** To be tried again after `delayMs`, on the database's clock. */
export async function delayCancelRequest(db: Database, executionId: string, delayMs: number): Promise<void> {
  await sql`update cancel_requests set due_at = clock_timestamp() + ${delayMs}::float8 * interval '1 ms'
    where execution_id = ${executionId} and due_at is not null`.execute(db);
}
