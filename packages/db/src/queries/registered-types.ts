import { sql } from "kysely";
import type { ConnectionTypeManifest, NodeTypeManifest, SourceTypeManifest } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";

/** The tables of what workers bring in their node packs, and the shape of a row's manifest in each. */
interface Registered {
  node_types: NodeTypeManifest;
  connection_types: ConnectionTypeManifest;
  source_types: SourceTypeManifest;
}

/** What a worker brings, told at its start. The latest worker's word counts; types of packs that are gone stay listed. */
async function register<Table extends keyof Registered>(
  db: Database,
  table: Table,
  manifests: readonly Registered[Table][],
): Promise<void> {
  const rows = JSON.stringify(manifests.map((manifest) => ({ type: manifest.type, manifest })));
  // Ordered, so that workers that start together cannot wait for each other.
  await sql`
    insert into ${sql.table(table)} (type, manifest)
    select type, manifest from jsonb_to_recordset(${rows}::jsonb) as row (type text, manifest jsonb) order by type
    on conflict (type) do update set manifest = excluded.manifest
  `.execute(db);
}

/** What the workers have registered, by type. */
async function list<Table extends keyof Registered>(db: Database, table: Table): Promise<Registered[Table][]> {
  const { rows } = await sql<{ manifest: Registered[Table] }>`
    select manifest from ${sql.table(table)} order by type
  `.execute(db);
  return rows.map((row) => row.manifest);
}

export const registerNodeTypes = (db: Database, types: readonly NodeTypeManifest[]): Promise<void> =>
  register(db, "node_types", types);
export const listNodeTypes = (db: Database): Promise<NodeTypeManifest[]> => list(db, "node_types");
export const registerConnectionTypes = (db: Database, types: readonly ConnectionTypeManifest[]): Promise<void> =>
  register(db, "connection_types", types);
export const listConnectionTypes = (db: Database): Promise<ConnectionTypeManifest[]> => list(db, "connection_types");
export const registerSourceTypes = (db: Database, types: readonly SourceTypeManifest[]): Promise<void> =>
  register(db, "source_types", types);
export const listSourceTypes = (db: Database): Promise<SourceTypeManifest[]> => list(db, "source_types");
