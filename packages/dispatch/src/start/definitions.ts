import { findDefinitions, type Database, type FrozenDefinition } from "@tempograph/db";

const MAX_KEPT = 500;

/** Definitions by version. They never change (I8), so the latest used are kept. */
export function createDefinitions(db: Database): (workflowId: string, version: number) => Promise<FrozenDefinition> {
  const kept = new Map<string, Promise<FrozenDefinition>>();
  return async (workflowId, version) => {
    const key = `${workflowId}:${version}`;
    const found = kept.get(key) ?? load(db, workflowId, version);
    // Set anew: a Map keeps the order of insertion, so its first key is the one unused for longest.
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value as string);
    try {
      return await found;
    } catch (error) {
      if (kept.get(key) === found) kept.delete(key);
      throw error;
    }
  };
}

async function load(db: Database, workflow_id: string, version: number): Promise<FrozenDefinition> {
  const [row] = await findDefinitions(db, [{ workflow_id, version }]);
  if (row === undefined) throw new Error(`Workflow ${workflow_id} has no version ${version}`);
  return row;
}
