import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { versionColumns } from "./version-columns.ts";
import type { VersionRecord } from "./version-record.ts";
import { isStorable } from "../storable.ts";

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
    .$castTo<VersionRecord>()
    .execute();
}
