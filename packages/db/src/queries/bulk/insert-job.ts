import { sql } from "kysely";
import type { JsonObject } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { ExecutionFilter } from "../executions/filter.ts";
import { storableJson } from "../storable.ts";
import { bulkColumns, type BulkJobRecord } from "./jobs.ts";
import { bulkTargets, type BulkTargets, isVain } from "./targets.ts";

export interface BulkJobToInsert {
  readonly id: string;
  readonly actor: string;
  readonly actorRoles: readonly string[];
  readonly action: string;
  readonly input: JsonObject;
  readonly filter: ExecutionFilter;
  readonly targets: BulkTargets;
  readonly expectedCount: number | null;
  readonly most: number;
}

export type InsertedBulkJob =
  | { readonly outcome: "inserted" | "known"; readonly job: BulkJobRecord }
  /** Not as many as expected, or more than allowed: nothing was written. */
  | { readonly outcome: "otherCount" | "tooMany"; readonly count: number };

/**
 * Writes a job with all of its items, so that executions which match the filter only later are not changed. If a job with the
 * same id exists, it is returned unchanged.
 */
export async function insertBulkJob(db: Database, job: BulkJobToInsert): Promise<InsertedBulkJob> {
  return await db.transaction().execute(async (tx): Promise<InsertedBulkJob> => {
    const read = () =>
      tx
        .selectFrom("bulk_jobs")
        .select(bulkColumns)
        .where("id", "=", job.id)
        .$castTo<BulkJobRecord>()
        .executeTakeFirst();
    const { rows: inserted } = await sql`
      insert into bulk_jobs (id, actor, actor_roles, action, input, filter, total)
      values (${job.id}, ${job.actor}, ${[...job.actorRoles]}::text[], ${job.action}, ${storableJson(job.input)}::jsonb,
        ${storableJson(job.filter)}::jsonb, 0)
      on conflict (id) do nothing returning id`.execute(tx);
    if (inserted.length === 0) return { outcome: "known", job: (await read())! };
    const { rows } = await sql<{ count: number }>`
      with put as (
        insert into bulk_items (job_id, ordinal, execution_id, path)
        select ${job.id}, row_number() over (order by t.seq, t.path), t.execution_id, t.path
          from ${bulkTargets(isVain(job.filter) ? NOBODY : job.filter, job.targets)}
         limit ${job.most + 1}
        returning 1
      ) select count(*)::integer as count from put`.execute(tx);
    const count = rows[0]!.count;
    const refused = count > job.most ? "tooMany" : count !== (job.expectedCount ?? count) ? "otherCount" : undefined;
    if (refused !== undefined) {
      await sql`delete from bulk_items where job_id = ${job.id}`.execute(tx);
      await sql`delete from bulk_jobs where id = ${job.id}`.execute(tx);
      return { outcome: refused, count };
    }
    await sql`update bulk_jobs set total = ${count},
        status = case when ${count} = 0 then 'completed' else status end,
        ended_at = case when ${count} = 0 then now() end
       where id = ${job.id}`.execute(tx);
    return { outcome: "inserted", job: (await read())! };
  });
}

const NOBODY: ExecutionFilter = { status: [] };
