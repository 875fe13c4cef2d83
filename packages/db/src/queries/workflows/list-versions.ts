import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { versionColumns } from "./version-columns.ts";
import type { VersionRecord } from "./version-record.ts";

/** A workflow's published versions, the newest first; keyed by number. */
export async function listVersions(db: Database, workflowId: string, page: PageRequest): Promise<VersionRecord[]> {
  let query = db
    .selectFrom("workflow_versions")
    .select(versionColumns)
    .where("workflow_id", "=", workflowId)
    .orderBy("version", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where("version", "<", Number(page.after));
  if (page.before !== undefined) query = query.where("version", ">", Number(page.before));
  return await query.$castTo<VersionRecord>().execute();
}
