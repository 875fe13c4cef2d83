import { sql } from "kysely";
import type { Definition, Graph, Trigger } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { isStorable } from "../storable.ts";
import { ownerInProject } from "../../projects/project-scope.ts";

/** A version: immutable (I8). */
export interface VersionRecord {
  readonly workflowId: string;
  readonly version: number;
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  readonly definition: Definition;
  readonly definitionHash: string;
  readonly interpreterVersion: number;
  /** Null: it was kept for an execution that was started by hand from the draft, and never published. */
  readonly publishedAt: Date | null;
  /** What changed, in the words of whoever published it first. */
  readonly note: string | null;
}

/** What a `VersionRecord` is read from. */
export const versionColumns = [
  "workflow_id as workflowId",
  "version",
  "graph",
  "triggers",
  "definition",
  "definition_hash as definitionHash",
  "interpreter_version as interpreterVersion",
  "published_at as publishedAt",
  "note",
] as const;

/** These versions, in any order. A number beyond a Postgres integer finds none. */
export async function findVersions(
  db: Database,
  keys: readonly { readonly workflowId: string; readonly version: number }[],
): Promise<VersionRecord[]> {
  const fitting = keys.filter(
    (key) => isStorable(key.workflowId) && Number.isInteger(key.version) && key.version > 0 && key.version < 2 ** 31,
  );
  if (fitting.length === 0) return [];
  return await db
    .selectFrom("workflow_versions")
    .select(versionColumns)
    .where(
      sql<boolean>`(workflow_id, version) in (${sql.join(fitting.map((key) => sql`(${key.workflowId}, ${key.version}::integer)`))})`,
    )
    .where(ownerInProject(db, "workflows", sql.ref("workflow_versions.workflow_id")))
    .$castTo<VersionRecord>()
    .execute();
}

/** A workflow's published versions, the newest first; keyed by number. */
export async function listVersions(db: Database, workflowId: string, page: PageRequest): Promise<VersionRecord[]> {
  let query = db
    .selectFrom("workflow_versions")
    .select(versionColumns)
    .where("workflow_id", "=", workflowId)
    .where("published_at", "is not", null)
    .where(ownerInProject(db, "workflows", sql`${workflowId}`))
    .orderBy("version", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where("version", "<", Number(page.after));
  if (page.before !== undefined) query = query.where("version", ">", Number(page.before));
  return await query.$castTo<VersionRecord>().execute();
}

/** Stores an immutable version (I8), not published yet. The caller holds the workflow's lock, so the number is its own. */
export async function insertVersion(
  db: Database,
  version: Omit<VersionRecord, "publishedAt" | "note">,
): Promise<VersionRecord> {
  return await db
    .insertInto("workflow_versions")
    .values({
      workflow_id: version.workflowId,
      version: version.version,
      graph: jsonb(version.graph),
      triggers: jsonb(version.triggers),
      definition: jsonb(version.definition),
      definition_hash: version.definitionHash,
      interpreter_version: version.interpreterVersion,
      published_at: null,
    })
    .returning(versionColumns)
    .$castTo<VersionRecord>()
    .executeTakeFirstOrThrow();
}

/** Writes down when a version was published for the first time, and what was said about it then. */
export async function markPublished(
  db: Database,
  version: VersionRecord,
  note: string | null = null,
): Promise<VersionRecord> {
  if (version.publishedAt !== null) return version;
  return await db
    .updateTable("workflow_versions")
    .set({ published_at: sql<Date>`now()`, note })
    .where("workflow_id", "=", version.workflowId)
    .where("version", "=", version.version)
    .returning(versionColumns)
    .$castTo<VersionRecord>()
    .executeTakeFirstOrThrow();
}
