import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";

/**
 * Puts the end of a called execution into the outbox; the deliverer asks Temporal, or closes a row that has not started.
 * Once asked to terminate, it stays so. An execution that has closed, or that was not called by `parentId`, is left alone.
 */
export async function requestChildEnd(
  db: Database,
  parentId: string,
  childId: string,
  how: "cancel" | "terminate",
): Promise<void> {
  await sql`
    with asked as (
      update calls set end_how = case when end_how = 'terminate' then end_how else ${how} end, end_due_at = clock_timestamp()
       where child_id = ${childId} and parent_id = ${parentId} and closed_at is null returning child_id
    )
    select pg_notify(${REPLIES_CHANNEL}, '') from asked`.execute(db);
}
