import { sql } from "kysely";
import type { ConnectionTypeManifest } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";

/** The connection types of a worker's node packs, told at its start. The latest worker's word counts. */
export async function registerConnectionTypes(db: Database, types: readonly ConnectionTypeManifest[]): Promise<void> {
  const rows = JSON.stringify(types.map((manifest) => ({ type: manifest.type, manifest })));
  // Ordered, so that workers that start together cannot wait for each other.
  await sql`
    insert into connection_types (type, manifest)
    select type, manifest from jsonb_to_recordset(${rows}::jsonb) as row (type text, manifest jsonb) order by type
    on conflict (type) do update set manifest = excluded.manifest
  `.execute(db);
}

/** What the workers have registered, by type. */
export async function listConnectionTypes(db: Database): Promise<ConnectionTypeManifest[]> {
  const rows = await db.selectFrom("connection_types").select("manifest").orderBy("type").execute();
  return rows.map((row) => row.manifest);
}
