import { sql } from "kysely";
import type { JsonObject } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { isStorable } from "../storable.ts";
import { inProject, ownerInProject } from "../../projects/project-scope.ts";

export type BulkStatus = "running" | "stopped" | "completed";
export type BulkOutcome = "pending" | "done" | "skipped" | "failed";

/** One operation on many executions. */
export interface BulkJobRecord {
  /** `blk_…` */
  readonly id: string;
  /** Order of creation; a bigint in decimal digits. */
  readonly seq: string;
  readonly actor: string;
  readonly actorRoles: readonly string[];
  readonly action: string;
  readonly input: JsonObject;
  /** The filter without what it searches in payloads. */
  readonly filter: JsonObject;
  /** What the filter searches in payloads: `text` and `waitingForName`. Only callers who may read payloads may see it. */
  readonly searched: JsonObject | null;
  readonly status: BulkStatus;
  readonly total: number;
  readonly done: number;
  /** Items for which there was nothing to do: the execution had ended, or somebody else did the same before. */
  readonly skipped: number;
  readonly failed: number;
  /** Why the job does not make progress at the moment. */
  readonly waitingFor: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** What a job does to one execution. */
export interface BulkItemRecord {
  readonly jobId: string;
  readonly ordinal: number;
  readonly executionId: string;
  /** Of the step, where it is about one. */
  readonly path: string | null;
  readonly outcome: BulkOutcome;
  readonly code: string | null;
  readonly message: string | null;
  /** Of a rerun: the new execution's id. */
  readonly result: string | null;
}

/** What a `BulkJobRecord` is read from. */
export const bulkColumns = [
  "id",
  sql<string>`bulk_jobs.seq::text`.as("seq"),
  "actor",
  "actor_roles as actorRoles",
  "action",
  "input",
  sql<JsonObject>`bulk_jobs.filter - '{text,waitingForName}'::text[]`.as("filter"),
  sql<JsonObject | null>`nullif(jsonb_strip_nulls(jsonb_build_object('text', bulk_jobs.filter -> 'text',
    'waitingForName', bulk_jobs.filter -> 'waitingForName')), '{}')`.as("searched"),
  "status",
  "total",
  "done",
  "skipped",
  "failed",
  "waiting_for as waitingFor",
  "created_at as createdAt",
  "ended_at as endedAt",
] as const;

/** The jobs with these ids, in any order. */
export async function findBulkJobs(db: Database, ids: readonly string[]): Promise<BulkJobRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("bulk_jobs")
    .select(bulkColumns)
    .where("id", "in", storable)
    .where(inProject(db, "bulk_jobs"))
    .$castTo<BulkJobRecord>()
    .execute();
}

/** The newest first; keyed by `seq`. */
export async function listBulkJobs(db: Database, page: PageRequest): Promise<BulkJobRecord[]> {
  let query = db
    .selectFrom("bulk_jobs")
    .select(bulkColumns)
    .where(inProject(db, "bulk_jobs"))
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
    .where(ownerInProject(db, "bulk_jobs", sql`${jobId}`))
    .orderBy("ordinal", page.backward ? "desc" : "asc")
    .limit(page.limit);
  if (outcome != null) query = query.where("outcome", "=", outcome);
  if (page.after !== undefined) query = query.where("ordinal", ">", Number(page.after));
  if (page.before !== undefined) query = query.where("ordinal", "<", Number(page.before));
  return await query.execute();
}
