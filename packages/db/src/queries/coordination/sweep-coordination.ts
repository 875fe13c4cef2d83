import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/**
 * Removes what is of no use any more: waits whose time is up (the machine has its own timer; a minute later it has surely
 * fired), and replies delivered a day ago.
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
