import type { Definition, TraceEntry } from "@tempograph/graph";
import { pathSegment } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

const OPEN = new Set<StepRow["status"]>(["scheduled", "running", "waiting"]);

/**
 * What a run that was ended from outside (terminated, timed out) leaves: open steps are cancelled, their outcome unknown;
 * nodes that it never came to are notReached. Not the machine's word, so not part of the trace's hash.
 */
export function endOpenSteps(definition: Definition, rows: readonly StepRow[], at: number): TraceEntry[] {
  const entries: TraceEntry[] = [];
  for (const row of rows) {
    if (!OPEN.has(row.status)) continue;
    entries.push({ path: row.path, nodeId: row.nodeId, type: row.type, kind: "cancelled", at });
  }
  const known = new Set(rows.map((row) => row.path));
  const targets = new Set(definition.edges.map((edge) => edge.target));
  for (const node of definition.nodes) {
    const path = pathSegment(node.id);
    if (node.parentId !== undefined || !targets.has(node.id) || known.has(path)) continue;
    entries.push({ path, nodeId: node.id, type: node.type, kind: "notReached", at });
  }
  return entries;
}
