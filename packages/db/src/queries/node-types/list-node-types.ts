import type { NodeTypeManifest } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

/** What the workers have registered, by type. */
export async function listNodeTypes(db: Database): Promise<NodeTypeManifest[]> {
  const rows = await db.selectFrom("node_types").select("manifest").orderBy("type").execute();
  return rows.map((row) => row.manifest as NodeTypeManifest);
}
