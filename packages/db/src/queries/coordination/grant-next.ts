import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";

/**
 * Gives each of these keys that nobody holds to the first of its queue, with the reply in the outbox: nobody waits while
 * a key is free. Under the keys' advisory locks.
 */
export async function grantNext(trx: Database, keys: readonly string[]): Promise<void> {
  await sql`
    with next as (
      select distinct on (lock_key) id, lock_key, execution_id, path, reply_key from lock_waiters w
       where lock_key = any(${keys}::text[])
         and not exists (select from lock_holders h where h.lock_key = w.lock_key)
       order by lock_key, id
    ), holders as (
      insert into lock_holders (lock_key, execution_id, path) select lock_key, execution_id, path from next
    ), gone as (
      delete from lock_waiters w using next where w.id = next.id
    ), told as (
      insert into replies (execution_id, path, key, body)
      select execution_id, path, reply_key, '{"granted":true}'::jsonb from next
      on conflict do nothing returning id
    )
    select pg_notify(${REPLIES_CHANNEL}, '') from told limit 1`.execute(trx);
}
