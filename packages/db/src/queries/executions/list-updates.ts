import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { executionInProject } from "../../projects/project-scope.ts";
import type { UpdateRecord } from "./read.ts";
import { UPDATES_PER_BATCH } from "./update-batches.ts";

/** Lists the updates after a cursor, in commit order (I7). Those that came with the end of the execution are taken out of their batches. */
export async function listUpdates(
  db: Database,
  executionId: string,
  after: string,
  limit: number,
): Promise<UpdateRecord[]> {
  const most = sql.lit(limit);
  const batches = sql.lit(Math.ceil(limit / UPDATES_PER_BATCH) + 1);
  const { rows } = await sql<UpdateRecord>`
    select ${executionId}::text as "executionId", u.seq::text as seq, u.key, u.kind, u.path, u.body, u.at
      from ((
        select seq, key, kind, path, body, at from execution_updates
         where execution_id = ${executionId} and seq > ${after}::bigint
         order by seq limit ${most}
      ) union all (
        select b.first_seq + b.skipped + each.nth - 1, each.update->>'key', each.update->>'kind', each.update->>'path',
            each.update->'body', (each.update->>'at')::timestamptz
          from (select first_seq, updates, greatest(${after}::bigint + 1 - first_seq, 0) as skipped
                  from execution_update_batches where execution_id = ${executionId} and seq > ${after}::bigint
                 order by seq limit ${batches}) b
         cross join lateral jsonb_array_elements(jsonb_path_query_array(b.updates, '$[$from to $to]',
            jsonb_build_object('from', b.skipped, 'to', b.skipped + ${most} - 1))) with ordinality each (update, nth)
      )) u (seq, key, kind, path, body, at)
     where ${executionInProject(db, sql`${executionId}`)}
     order by u.seq limit ${most}`.execute(db);
  return rows;
}
