import { sql } from "kysely";
import type { Definition } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

export interface VersionKey {
  readonly workflow_id: string;
  readonly version: number;
}

export interface FrozenDefinition extends VersionKey {
  readonly definition: Definition;
  readonly definition_hash: string;
}

/** What goes into the starts of these versions. */
export async function findDefinitions(db: Database, keys: readonly VersionKey[]): Promise<readonly FrozenDefinition[]> {
  const { rows } = await sql<FrozenDefinition>`
    select v.workflow_id, v.version, v.definition, v.definition_hash
    from json_to_recordset(${JSON.stringify(keys)}::json) as k(workflow_id text, version integer)
    join workflow_versions v using (workflow_id, version)`.execute(db);
  return rows;
}
