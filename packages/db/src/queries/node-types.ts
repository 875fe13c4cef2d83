import { sql } from "kysely";
import type { NodeTypeManifest } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";

/** What a worker can run, told at its start. The latest worker's word counts; types of packs that are gone stay listed. */
export async function registerNodeTypes(db: Database, types: readonly NodeTypeManifest[]): Promise<void> {
  const rows = JSON.stringify(types.map((manifest) => ({ type: manifest.type, manifest })));
  // Ordered, so that workers that start together cannot wait for each other.
  await sql`
    insert into node_types (type, manifest)
    select type, manifest from jsonb_to_recordset(${rows}::jsonb) as row (type text, manifest jsonb) order by type
    on conflict (type) do update set manifest = excluded.manifest
  `.execute(db);
}

/** What the workers have registered, by type. */
export async function listNodeTypes(db: Database): Promise<NodeTypeManifest[]> {
  const rows = await db.selectFrom("node_types").select("manifest").orderBy("type").execute();
  return rows.map((row) => row.manifest as NodeTypeManifest);
}
