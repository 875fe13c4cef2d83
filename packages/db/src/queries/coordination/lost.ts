import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL, REPLIES_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";
import { placeIsAwaited } from "../dispatch/places.ts";
import { freePlaces } from "../start/start-queues.ts";
import { storeEndEvents } from "../triggers/ending-events.ts";
import { closeCalls, freeLocks } from "./close.ts";
import { grantNext, lockKeys, type LockKey } from "./locks.ts";

/**
 * Applies the consequences of an execution that is closed because Temporal does not know it: as `closeCoordination`, but so that it can go on. Its
 * caller gets its reply, others get its locks and its place. What it waits for stays, and so do the executions that it has called.
 */
export async function closeLostCoordination(trx: Database, executionId: string): Promise<void> {
  await sql`
    update executions set lost_locks = jsonb_build_object(
      'held', (select coalesce(jsonb_agg(jsonb_build_object('lock_key', lock_key, 'path', path)), '[]')
         from lock_holders where execution_id = ${executionId}),
      'awaited', (select coalesce(jsonb_agg(jsonb_build_object('lock_key', lock_key, 'path', path, 'reply_key', reply_key) order by id), '[]')
         from lock_waiters where execution_id = ${executionId}))
     where id = ${executionId}`.execute(trx);
  await closeCalls(trx, [executionId], { andCalled: false });
  await freeLocks(trx, [executionId]);
  await storeEndEvents(trx, [executionId]);
  const { rows } = await sql<{ awaited: boolean }>`select ${placeIsAwaited([executionId])} as awaited`.execute(trx);
  await freePlaces(trx, [executionId]);
  if (rows[0]!.awaited) await notify(trx, EVENTS_CHANNEL, "start");
}

/**
 * Gives an execution back what `closeLostCoordination` took from it, as far as nobody else has it by now: locks that are free, its places in
 * the queues of others, and the replies of executions that it had called and that have ended meanwhile. Its own end is open again,
 * unless its caller was told already.
 */
export async function reopenCoordination(trx: Database, executionId: string): Promise<void> {
  await reopenLocks(trx, executionId);
  await sql`
    delete from replies r using calls c
     where c.child_id = ${executionId} and r.execution_id = c.parent_id and r.key = c.reply_key and r.delivered_at is null`.execute(
    trx,
  );
  await sql`
    update calls c set closed_at = null where c.child_id = ${executionId} and not exists (
      select from replies r where r.execution_id = c.parent_id and r.key = c.reply_key)`.execute(trx);
  const { rows } = await sql<{ id: string }>`
    update calls c set closed_at = null from executions x, executions p
     where c.parent_id = ${executionId} and p.id = c.parent_id and x.id = c.child_id and c.wait and c.closed_at is not null
       and not exists (select from replies r where r.execution_id = c.parent_id and r.key = c.reply_key)
       and not exists (select from steps s where s.execution_id = c.parent_id and s.path = c.parent_path and s.ended_at is not null)
    returning case when x.missing_since is null then x.id end as id`.execute(trx);
  const ended = rows.map(({ id }) => id).filter((id) => id !== null);
  if (ended.length > 0) await closeCalls(trx, ended, { andCalled: false });
  await notify(trx, REPLIES_CHANNEL, "");
}

async function reopenLocks(trx: Database, executionId: string): Promise<void> {
  const { rows: keys } = await sql<LockKey>`
    select distinct e.project, l->>'lock_key' as key from executions e
      cross join lateral jsonb_array_elements((e.lost_locks->'held') || (e.lost_locks->'awaited')) l
     where e.id = ${executionId}`.execute(trx);
  if (keys.length === 0) return;
  await lockKeys(trx, keys);
  await sql`
    insert into lock_holders (project, lock_key, execution_id, path)
    select e.project, l->>'lock_key', e.id, l->>'path' from executions e cross join lateral jsonb_array_elements(e.lost_locks->'held') l
     where e.id = ${executionId} and not exists (
       select from lock_holders h where h.project = e.project and h.lock_key = l->>'lock_key')
    on conflict do nothing`.execute(trx);
  await sql`
    insert into lock_waiters (project, lock_key, execution_id, path, reply_key)
    select e.project, l->>'lock_key', e.id, l->>'path', l->>'reply_key' from executions e
      cross join lateral jsonb_array_elements(e.lost_locks->'awaited') l
     where e.id = ${executionId} on conflict do nothing`.execute(trx);
  await sql`update executions set lost_locks = null where id = ${executionId}`.execute(trx);
  await grantNext(trx, keys);
}
