import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { isStorable } from "../storable.ts";
import { bulkColumns } from "./bulk-columns.ts";
import type { BulkItemRecord, BulkJobRecord, BulkOutcome } from "./bulk-record.ts";

/** The jobs with these ids, in any order. */
export async function findBulkJobs(db: Database, ids: readonly string[]): Promise<BulkJobRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("bulk_jobs")
    .select(bulkColumns)
    .where("id", "in", storable)
    .$castTo<BulkJobRecord>()
    .execute();
}

/** The newest first; keyed by `seq`. */
export async function listBulkJobs(db: Database, page: PageRequest): Promise<BulkJobRecord[]> {
  let query = db
    .selectFrom("bulk_jobs")
    .select(bulkColumns)
    .orderBy("bulk_jobs.seq", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where(sql<boolean>`bulk_jobs.seq < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`bulk_jobs.seq > ${page.before}::bigint`);
  return await query.$castTo<BulkJobRecord>().execute();
}

/** In order; keyed by `ordinal`. */
export async function listBulkItems(
  db: Database,
  jobId: string,
  outcome: BulkOutcome | null | undefined,
  page: PageRequest,
): Promise<BulkItemRecord[]> {
  let query = db
    .selectFrom("bulk_items")
    .select([
      "job_id as jobId",
      "ordinal",
      "execution_id as executionId",
      "path",
      "outcome",
      "code",
      "message",
      "result",
    ])
    .where("job_id", "=", jobId)
    .orderBy("ordinal", page.backward ? "desc" : "asc")
    .limit(page.limit);
  if (outcome != null) query = query.where("outcome", "=", outcome);
  if (page.after !== undefined) query = query.where("ordinal", ">", Number(page.after));
  if (page.before !== undefined) query = query.where("ordinal", "<", Number(page.before));
  return await query.execute();
}
