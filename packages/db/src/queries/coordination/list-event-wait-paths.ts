import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/**
 * Which filters have waits, and by which fields: mostly few, however many waits there are. From one to the next by the
 * index, so that 10,000 waits by one field cost as much as one.
 */
export async function listEventWaitPaths(
  db: Database,
  filters: readonly string[],
): Promise<readonly { readonly filter: string; readonly path: string }[]> {
  const { rows } = await sql<{ filter: string; path: string }>`
    with recursive found as (
      select f.filter, (select min(w.match_path) from event_waits w where w.event_type = f.filter) as field
        from unnest(${filters}::text[]) as f (filter)
      union all
      select f.filter, (select min(w.match_path) from event_waits w
          where w.event_type = f.filter and w.match_path > f.field)
        from found f where f.field is not null
    )
    select filter, field as path from found where field is not null`.execute(db);
  return rows;
}
