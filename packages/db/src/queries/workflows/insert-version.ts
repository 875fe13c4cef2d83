import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { versionColumns } from "./version-columns.ts";
import type { VersionRecord } from "./version-record.ts";

/** Stores an immutable version (I8). The caller holds the workflow's lock, so the number is its own. */
export async function insertVersion(db: Database, version: Omit<VersionRecord, "publishedAt">): Promise<VersionRecord> {
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
    })
    .returning(versionColumns)
    .$castTo<VersionRecord>()
    .executeTakeFirstOrThrow();
}
