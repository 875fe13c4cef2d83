import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** To be tried again after `delayMs`, on the database's clock. */
export async function delayChildEnds(db: Database, childIds: readonly string[], delayMs: number): Promise<void> {
  await sql`update calls set end_due_at = clock_timestamp() + ${delayMs}::float8 * interval '1 ms'
    where child_id = any(${childIds}::text[]) and end_due_at is not null`.execute(db);
}
