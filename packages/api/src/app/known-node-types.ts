import { listNodeTypes, type Database } from "@tempograph/db";
import { coreNodeTypes, type NodeTypeManifest } from "@tempograph/graph";

/** Node types by name: those of the machine, and those that workers have registered, which cannot replace the machine's. */
export async function knownNodeTypes(db: Database): Promise<ReadonlyMap<string, NodeTypeManifest>> {
  const types = new Map<string, NodeTypeManifest>();
  for (const manifest of await listNodeTypes(db)) types.set(manifest.type, manifest);
  for (const manifest of coreNodeTypes) types.set(manifest.type, manifest);
  return new Map([...types].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
