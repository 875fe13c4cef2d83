import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** Tells dispatchers that their compiled triggers are old. Call it last: it takes the one row's lock until commit. */
export async function raiseTriggerSet(db: Database): Promise<void> {
  await db
    .updateTable("trigger_set")
    .set({ version: sql`version + 1` })
    .execute();
}
