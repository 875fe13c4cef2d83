import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

/** What subscribers read, in commit order (I7). */
export interface UpdateRecord {
  readonly executionId: string;
  /** The cursor; a bigint in decimal digits. */
  readonly seq: string;
  /** Names the change, so that a live update and history tell it once. */
  readonly key: string;
  readonly kind: "status" | "step" | "attempt" | "log";
  readonly path: string | null;
  readonly body: Json;
  readonly at: Date;
}

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
