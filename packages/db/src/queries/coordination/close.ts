import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL, REPLIES_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";
import { placeIsAwaited } from "../dispatch/places.ts";
import { freePlaces } from "../start/start-queues.ts";
import { endIsHeard, storeEndEvents } from "../triggers/ending-events.ts";
import { grantNext, lockKeys, type LockKey } from "./locks.ts";

/**
 * Applies the consequences of closed executions: their callers get replies, the executions that they called are ended
 * according to their policy, their waits and locks are removed, the next execution in each queue gets its lock, events that wait for
 * the place of an execution may start theirs, so may executions that wait for a place of their project, and triggers that listen to the end get their event. It must
 * run in the transaction that writes the close, after that write and under the executions' row locks. Then no new wait, call or
 * lock can be written for them, and none is left behind, whatever ended them. May run more than once for an execution.
 *
 * Locks are taken in one order: executions and calls (each by id), lock keys, waits (by id), start queues.
 */
export async function closeCoordination(trx: Database, executionIds: readonly string[]): Promise<void> {
  if (executionIds.length === 0) return;
  const found = await whatIsThere(trx, executionIds);
  if (found.calls) await closeCalls(trx, executionIds);
  if (found.locks) await freeLocks(trx, executionIds);
  if (found.waits) await dropWaits(trx, executionIds);
  if (found.heard) await storeEndEvents(trx, executionIds);
  // Last, remove the replies that were written for these executions before their rows were locked.
  if (found.calls || found.waits || found.locks)
    await sql`delete from replies where execution_id = any(${executionIds}::text[])`.execute(trx);
  if (found.places) await freePlaces(trx, executionIds);
  if (found.awaited) await notify(trx, EVENTS_CHANNEL, "start");
}

/** Most executions have no calls, waits, locks or places, so one query checks for all of them first. */
async function whatIsThere(trx: Database, ids: readonly string[]) {
  const { rows } = await sql<Record<"calls" | "waits" | "locks" | "places" | "awaited" | "heard", boolean>>`
    select exists (select from calls where (child_id = any(${ids}::text[]) or parent_id = any(${ids}::text[]))
        and closed_at is null) as calls,
      exists (select from event_waits where execution_id = any(${ids}::text[]))
        or exists (select from event_takes where execution_id = any(${ids}::text[]))
        or exists (select from replies where execution_id = any(${ids}::text[])) as waits,
      exists (select from lock_holders where execution_id = any(${ids}::text[]))
        or exists (select from lock_waiters where execution_id = any(${ids}::text[])) as locks,
      exists (select from executions where id = any(${ids}::text[]) and concurrency_key is not null) as places,
      ${placeIsAwaited(ids)} as awaited,
      ${endIsHeard(ids)} as heard`.execute(trx);
  return rows[0]!;
}

/**
 * If a called execution failed because an execution that it called failed, its caller gets the failure of the latter. So every
 * caller in a chain gets the original cause and not failures nested in each other. `causeOfCall` does the same in a local run.
 */
const causeOf = sql.raw(`case when c.failure->>'code' = 'CALLED_WORKFLOW_FAILED'
    and jsonb_typeof(c.failure->'details'->'failure') = 'object' then c.failure->'details'->'failure' else c.failure end`);

/**
 * If a caller completes, the calls that it did not wait for continue. If it ends in any other way, all executions that it called
 * are ended, unless the call's policy is to abandon them or `andCalled` is false.
 */
export async function closeCalls(
  trx: Database,
  ids: readonly string[],
  { andCalled = true }: { readonly andCalled?: boolean } = {},
): Promise<void> {
  await sql`select from calls where (child_id = any(${ids}::text[]) or parent_id = any(${ids}::text[])) and closed_at is null
    order by child_id for update`.execute(trx);
  await sql`
    with closed as (
      update calls c set closed_at = clock_timestamp(), end_due_at = null from executions x
       where c.child_id = any(${ids}::text[]) and c.closed_at is null and x.id = c.child_id
      returning c.parent_id, c.parent_path, c.reply_key, c.wait, x.id, x.status, x.output, x.failure
    ), orphaned as (
      update calls c set end_how = case when c.parent_close_policy = 'terminate' or c.end_how = 'terminate' then 'terminate'
          else 'cancel' end, end_due_at = clock_timestamp()
        from executions p
       where ${andCalled}::boolean and c.parent_id = any(${ids}::text[]) and c.closed_at is null and not c.child_id = any(${ids}::text[])
         and c.parent_close_policy <> 'abandon' and p.id = c.parent_id
         and (c.wait or p.status not in ('completed', 'completedWithErrors'))
      returning c.child_id
    ), told as (
      insert into replies (project, execution_id, path, key, body)
      select p.project, c.parent_id, c.parent_path, c.reply_key, jsonb_strip_nulls(jsonb_build_object('executionId', c.id, 'status', c.status))
          || case when c.output is null then '{}'::jsonb else jsonb_build_object('output', c.output) end
          || case when c.failure is null then '{}'::jsonb else jsonb_build_object('failure', ${causeOf}) end
        from closed c join executions p on p.id = c.parent_id
       where c.wait and p.status in ('pending', 'running')
       order by c.id on conflict do nothing returning id
    )
    select pg_notify(${REPLIES_CHANNEL}, '')
     where exists (select from orphaned) or exists (select from told)`.execute(trx);
}

async function dropWaits(trx: Database, ids: readonly string[]): Promise<void> {
  await sql`select from event_waits where execution_id = any(${ids}::text[]) order by id for update`.execute(trx);
  await sql`
    with waits as (
      delete from event_waits where execution_id = any(${ids}::text[])
    )
    delete from event_takes where execution_id = any(${ids}::text[])`.execute(trx);
}

export async function freeLocks(trx: Database, ids: readonly string[]): Promise<void> {
  const { rows: keys } = await sql<LockKey>`
    select project, lock_key as key from lock_holders where execution_id = any(${ids}::text[])
    union select project, lock_key from lock_waiters where execution_id = any(${ids}::text[])`.execute(trx);
  await lockKeys(trx, keys);
  // Use new statements here: they see the locks that were granted to these executions before their rows were locked.
  await sql`delete from lock_holders where execution_id = any(${ids}::text[])`.execute(trx);
  await sql`delete from lock_waiters where execution_id = any(${ids}::text[])`.execute(trx);
  await grantNext(trx, keys);
}

/**
 * Removes rows that are no longer needed: waits that timed out a minute ago (the machine's own timer has certainly fired by
 * then), and replies that were delivered a day ago.
 */
export async function sweepCoordination(db: Database): Promise<void> {
  await sql`
    with late as (
      select id from event_waits where until < clock_timestamp() - interval '1 minute' order by id limit 1000
      for update skip locked
    )
    delete from event_waits w using late where w.id = late.id`.execute(db);
  await sql`
    delete from replies where id in (
      select id from replies where delivered_at < clock_timestamp() - interval '1 day' limit 1000 for update skip locked)
  `.execute(db);
}
