import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { grantNext } from "./grant-next.ts";
import { lockKeys } from "./lock-keys.ts";

export interface LockOwner {
  readonly key: string;
  readonly executionId: string;
  readonly path: string;
}

/** Gives a lock or a place in its queue back; what is not held is no error. The next of the queue gets the lock. */
export async function releaseLock(trx: Database, { key, executionId, path }: LockOwner): Promise<void> {
  await lockKeys(trx, [key]);
  await sql`
    with holder as (
      delete from lock_holders where lock_key = ${key} and execution_id = ${executionId} and path = ${path}
    )
    delete from lock_waiters where lock_key = ${key} and execution_id = ${executionId} and path = ${path}`.execute(trx);
  await grantNext(trx, [key]);
}
