import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";

/** The first half of the key of the advisory locks of workflows whose held pairs are decided. */
const START_QUEUES = 1_953_064_037;

/** The name of the queue of the executions that wait for a place, as `event_outcomes.queue` has it. */
export const concurrencyQueue = (key: string) => `concurrency:${key}`;

/** Likewise, of the pairs that the policy `throttle` delays. */
export const throttleQueue = (key: string) => `throttle:${key}`;

/** Likewise, of the pair that starts when no event of its key has come for a while. */
export const debounceQueue = (key: string) => `debounce:${key}`;

/** Likewise, of the pairs that are collected. A batch is an execution of one version. */
export const batchQueue = (version: number, key: string) => `batch:${version}:${key}`;

/** Only one transaction at a time decides what becomes of the held pairs of a workflow. False: another one is at it. */
export async function tryLockStartQueues(trx: Database, workflowId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${START_QUEUES}, hashtext(${workflowId})) as locked`.execute(trx);
  return rows[0]!.locked;
}

/**
 * Closed executions have given back their places: the first pair that waits for one of them is due now. It takes the workflow's lock, so
 * that either this transaction sees the pair that waits, or the one that lets it wait sees the free place. Locks are taken in one order, behind those of
 * `closeCoordination`; whoever decides pairs only tries to lock, so nobody waits in a circle.
 */
export async function freePlaces(trx: Database, executionIds: readonly string[]): Promise<void> {
  const { rows: places } = await sql<{ workflow_id: string; key: string }>`
    select workflow_id, concurrency_key as key from executions
     where id = any(${executionIds}::text[]) and concurrency_key is not null group by 1, 2`.execute(trx);
  await sql`select pg_advisory_xact_lock(${START_QUEUES}, hash) from (
    select distinct hashtext(w) as hash from unnest(${places.map(({ workflow_id }) => workflow_id)}::text[]) as w
    order by hash) as hashes`.execute(trx);
  await sql`delete from cancel_requests where execution_id = any(${executionIds}::text[])`.execute(trx);
  await wakeQueues(
    trx,
    places.map(({ workflow_id, key }) => ({ workflowId: workflow_id, queue: concurrencyQueue(key) })),
  );
  await notify(trx, EVENTS_CHANNEL, "held");
}

/** Makes the first pair of each queue due. Under the workflow's lock. */
export async function wakeQueues(
  trx: Database,
  queues: readonly { readonly workflowId: string; readonly queue: string }[],
): Promise<void> {
  if (queues.length === 0) return;
  await sql`
    update event_outcomes o set until = clock_timestamp()
      from json_to_recordset(${JSON.stringify(queues)}::json) as q("workflowId" text, queue text)
     cross join lateral (
       select event_id, workflow_id from event_outcomes
        where outcome = 'held' and workflow_id = q."workflowId" and queue = q.queue order by event_seq limit 1) head
     where o.event_id = head.event_id and o.workflow_id = head.workflow_id`.execute(trx);
}
