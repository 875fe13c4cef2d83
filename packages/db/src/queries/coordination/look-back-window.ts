import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** The moment so long ago, on the database's clock, and now. */
export async function lookBackWindow(db: Database, lookBackMs: number): Promise<{ since: Date; now: Date }> {
  const { rows } = await sql<{ since: Date; now: Date }>`
    select clock_timestamp() - ${lookBackMs}::float8 * interval '1 ms' as since, clock_timestamp() as now`.execute(db);
  return rows[0]!;
}
