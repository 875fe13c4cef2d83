import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { executionInProject } from "../../projects/project-scope.ts";
import type { UpdateRecord } from "./read.ts";
import { updatesAfter } from "./updates-after.ts";

/**
 * What a reader holds of them at most, so that a thousand readers who are slow fit into memory. It is more than most executions have
 * altogether.
 */
const MOST_BYTES = 256 * 1024;

/** Lists updates after a cursor, in commit order (I7): at most `limit`, and fewer if they are large. There are no more only if it gives none. */
export async function listUpdates(
  db: Database,
  executionId: string,
  after: string,
  limit: number,
): Promise<UpdateRecord[]> {
  const { rows } = await sql<UpdateRecord>`
    select ${executionId}::text as "executionId", u.seq::text as seq, u.key, u.kind, u.path, u.body, u.at
      from (${updatesAfter(sql`${executionId}`, sql`${after}::bigint`, { updates: limit, bytes: MOST_BYTES })}) u
     where ${executionInProject(db, sql`${executionId}`)}
     order by u.seq`.execute(db);
  return rows;
}
