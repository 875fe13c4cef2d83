import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { UpdateRecord } from "./update-record.ts";

/** What subscribers have not seen yet, in commit order (I7). */
export async function listUpdates(
  db: Database,
  executionId: string,
  after: string,
  limit: number,
): Promise<UpdateRecord[]> {
  return await db
    .selectFrom("execution_updates")
    .select(["execution_id as executionId", sql<string>`seq::text`.as("seq"), "key", "kind", "path", "body", "at"])
    .where("execution_id", "=", executionId)
    .where(sql<boolean>`execution_updates.seq > ${after}::bigint`)
    .orderBy("execution_updates.seq")
    .limit(limit)
    .$castTo<UpdateRecord>()
    .execute();
}
