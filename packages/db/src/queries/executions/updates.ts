import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

/** A change of an execution that subscribers get (I7). */
export interface UpdateRecord {
  readonly executionId: string;
  /** The cursor; a bigint in decimal digits. */
  readonly seq: string;
  /** Identifies the change, so that it is stored once although both live updates and history report it. */
  readonly key: string;
  readonly kind: "status" | "step" | "attempt" | "log";
  readonly path: string | null;
  readonly body: Json;
  readonly at: Date;
}

/** Lists the updates after a cursor, in commit order (I7). */
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
