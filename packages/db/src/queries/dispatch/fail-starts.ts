import { sql } from "kysely";
import type { Failure } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { UPDATES_CHANNEL } from "../../notify/channels.ts";
import { closeCoordination } from "../coordination/close-coordination.ts";
import { splitIds } from "../../notify/split-ids.ts";

/** Closes executions that Temporal will never take, with the reason, and tells subscribers. */
export async function failStarts(
  db: Database,
  failed: readonly { readonly id: string; readonly failure: Failure }[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await close(trx, failed);
    await closeCoordination(
      trx,
      failed.map(({ id }) => id),
    );
  });
}

async function close(
  trx: Database,
  failed: readonly { readonly id: string; readonly failure: Failure }[],
): Promise<void> {
  await sql`
    with f as (
      select * from json_to_recordset(${JSON.stringify(failed)}::json) as f(id text, failure jsonb)
    ), locked as (
      select id from executions where id in (select id from f) and status = 'pending' order by id for no key update
    ), closed as (
      update executions e set status = 'failed', failure = f.failure, start_error = f.failure->>'message',
        start_attempts = e.start_attempts + 1, start_lease_until = null,
        closed_at = clock_timestamp(), update_seq = e.update_seq + 1
      from f join locked using (id) where e.id = f.id
      returning e.id, e.update_seq, e.failure, e.closed_at
    ), told as (
      insert into execution_updates (execution_id, seq, key, kind, body, at)
      select id, update_seq, 'status:failed', 'status', jsonb_build_object('status', 'failed', 'failure', failure), closed_at
      from closed on conflict do nothing
    )
    select pg_notify(${UPDATES_CHANNEL}, payload)
    from unnest(${splitIds(failed.map(({ id }) => id))}::text[]) as payload`.execute(trx);
}
