import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** Whether retention has removed the values of the execution (if one is named), or the data of its event. */
export async function hasLostValues(
  db: Database,
  { id = null, eventId }: { readonly id?: string | null; readonly eventId: string },
): Promise<boolean> {
  const { rows } = await sql<{ lost: boolean }>`
    select exists (select from executions where id = ${id} and removed >= 2)
        or exists (select from events where id = ${eventId} and data_removed_at is not null) as lost`.execute(db);
  return rows[0]!.lost;
}
