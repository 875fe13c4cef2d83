import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface LockRequest {
  readonly key: string;
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
  const { key, executionId, path, replyKey } = request;
  const { rows } = await sql<{ granted: boolean }>`
    with holders as (
      select execution_id, path from lock_holders where lock_key = ${key}
    ), decided as (
      select not exists (select from holders) or exists (
        select from holders h where h.execution_id = ${executionId}
          and (h.path = ${path} or starts_with(${path}, h.path || '/'))) as granted
    ), taken as (
      insert into lock_holders (lock_key, execution_id, path)
      select ${key}, ${executionId}, ${path} from decided where granted on conflict do nothing
    ), queued as (
      insert into lock_waiters (lock_key, execution_id, path, reply_key)
      select ${key}, ${executionId}, ${path}, ${replyKey} from decided where not granted
      on conflict (lock_key, execution_id, path) do update set reply_key = excluded.reply_key
    )
    select granted from decided`.execute(trx);
  return rows[0]?.granted ?? false;
}
