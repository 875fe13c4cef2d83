import { findDefinitions, type Database, type FrozenDefinition } from "@tempograph/db";
import { LRUCache } from "lru-cache";

/** Reads definitions by version. A definition never changes (I8), so the ones used last are kept; concurrent callers share one read. */
export function createDefinitions(db: Database): (workflowId: string, version: number) => Promise<FrozenDefinition> {
  const kept = new LRUCache<string, FrozenDefinition, { workflowId: string; version: number }>({
    max: 500,
    fetchMethod: (_key, _stale, { context }) => load(db, context.workflowId, context.version),
  });
  return (workflowId, version) =>
    kept.forceFetch(`${workflowId}:${String(version)}`, { context: { workflowId, version } });
}

async function load(db: Database, workflow_id: string, version: number): Promise<FrozenDefinition> {
  const [row] = await findDefinitions(db, [{ workflow_id, version }]);
  if (row === undefined) throw new Error(`Workflow ${workflow_id} has no version ${version}`);
  return row;
}
