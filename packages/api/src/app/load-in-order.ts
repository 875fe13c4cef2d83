import type { StepKey } from "@tempograph/db";

/** Rows as a dataloader wants them: one for each id, in their order, null where there is none. */
export function inOrder<T>(ids: readonly string[], rows: readonly T[], idOf: (row: T) => string): (T | null)[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** `exe_…:each[3]/notify`. Paths may hold a colon, execution ids do not. */
export function toStepKey(id: string): StepKey {
  const colon = id.indexOf(":");
  return { executionId: id.slice(0, colon), path: id.slice(colon + 1) };
}

/** `wf_…:3` */
export function toVersionKey(id: string): { workflowId: string; version: number } {
  const colon = id.lastIndexOf(":");
  return { workflowId: id.slice(0, colon), version: Number(id.slice(colon + 1)) };
}
