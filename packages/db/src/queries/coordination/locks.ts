import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";

/** Any number, the same in all processes: keeps lock keys apart from other uses of advisory locks. */
const LOCK_KEYS = 7_304_773;

/** A lock's key means something within a project: two projects may use the same text and never wait for each other. */
export interface LockKey {
  readonly project: string;
  readonly key: string;
}

const keyRows = (keys: readonly LockKey[]): RawBuilder<unknown> =>
  sql`unnest(${keys.map(({ project }) => project)}::text[], ${keys.map(({ key }) => key)}::text[]) as k (project, key)`;

/**
 * Serialises everything that happens to these keys, until the transaction ends. All at once and in one order, so that no
 * two transactions wait for each other in a circle; behind the executions' row locks, before any row of the queue.
 * Two keys with the same hash only wait for each other without need.
 */
export async function lockKeys(trx: Database, keys: readonly LockKey[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK_KEYS}, hash) from (
    select distinct hashtext(project || '/' || key) as hash from ${keyRows(keys)} order by hash) as hashes`.execute(
    trx,
  );
}

export interface LockRequest extends LockKey {
  readonly executionId: string;
  /** Of the lock node: with the execution it is the owner. */
  readonly path: string;
  readonly replyKey: string;
}

/**
 * Takes a lock, or a place at the end of its queue; whether it was granted. Granted at once where nobody holds the key,
 * where the owner holds it already, and inside another lock of the same execution on the same key (re-entrant). Under
 * the execution's lock (`lockOpenExecution`), then the key's (`lockKeys`).
 */
export async function acquireLock(trx: Database, request: LockRequest): Promise<boolean> {
  const { project, key, executionId, path, replyKey } = request;
  const { rows } = await sql<{ granted: boolean }>`
    with holders as (
      select execution_id, path from lock_holders where project = ${project} and lock_key = ${key}
    ), decided as (
      select not exists (select from holders) or exists (
        select from holders h where h.execution_id = ${executionId}
          and (h.path = ${path} or starts_with(${path}, h.path || '/'))) as granted
    ), taken as (
      insert into lock_holders (project, lock_key, execution_id, path)
      select ${project}, ${key}, ${executionId}, ${path} from decided where granted on conflict do nothing
    ), queued as (
      insert into lock_waiters (project, lock_key, execution_id, path, reply_key)
      select ${project}, ${key}, ${executionId}, ${path}, ${replyKey} from decided where not granted
      on conflict (lock_key, execution_id, path) do update set reply_key = excluded.reply_key
    )
    select granted from decided`.execute(trx);
  return rows[0]?.granted ?? false;
}

export interface LockOwner extends LockKey {
  readonly executionId: string;
  readonly path: string;
}

/** Gives a lock or a place in its queue back; what is not held is no error. The next of the queue gets the lock. */
export async function releaseLock(trx: Database, owner: LockOwner): Promise<void> {
  const { key, executionId, path } = owner;
  await lockKeys(trx, [owner]);
  await sql`
    with holder as (
      delete from lock_holders where lock_key = ${key} and execution_id = ${executionId} and path = ${path}
    )
    delete from lock_waiters where lock_key = ${key} and execution_id = ${executionId} and path = ${path}`.execute(trx);
  await grantNext(trx, [owner]);
}

/**
 * Gives each of these keys that nobody holds to the first of its queue, with the reply in the outbox: nobody waits while
 * a key is free. Under the keys' advisory locks.
 */
export async function grantNext(trx: Database, keys: readonly LockKey[]): Promise<void> {
  await sql`
    with next as (
      select w.* from (select distinct project, key from ${keyRows(keys)}) k
       cross join lateral (select id, project, lock_key, execution_id, path, reply_key from lock_waiters
         where project = k.project and lock_key = k.key order by id limit 1) w
       where not exists (select from lock_holders h where h.project = w.project and h.lock_key = w.lock_key)
    ), holders as (
      insert into lock_holders (project, lock_key, execution_id, path) select project, lock_key, execution_id, path from next
    ), gone as (
      delete from lock_waiters w using next where w.id = next.id
    ), told as (
      insert into replies (project, execution_id, path, key, body)
      select project, execution_id, path, reply_key, '{"granted":true}'::jsonb from next
      on conflict do nothing returning id
    )
    select pg_notify(${REPLIES_CHANNEL}, '') from told limit 1`.execute(trx);
}
