import { isOpenStep, pathSegment, type Definition, type MachineState, type TraceEntry } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

/**
 * The last changes of steps in a run that was ended from outside (terminated, timed out). Open steps become cancelled, though
 * their outcome is unknown; nodes that never began become notReached. The machine did not make these changes, so they are not
 * part of the trace's hash.
 *
 * @param state the machine's state: steps that began or ended in an earlier run of the chain have no row here.
 */
export function endOpenSteps(
  definition: Definition,
  rows: readonly StepRow[],
  state: MachineState,
  at: number,
): TraceEntry[] {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const entries: TraceEntry[] = [];
  for (const row of rows) {
    if (!isOpenStep(row.status)) continue;
    entries.push({ path: row.path, nodeId: row.nodeId, type: row.type, kind: "cancelled", at });
  }
  const known = new Set(rows.map((row) => row.path));
  for (const { path: open, purpose, node: nodeId } of state.open) {
    // The release of a lock and the cancel of a call belong to the step of their node.
    const path = purpose === "release" || purpose === "cancel" ? open.slice(0, open.lastIndexOf("!")) : open;
    if (known.has(path)) continue;
    known.add(path);
    entries.push({ path, nodeId, type: nodes.get(nodeId)?.type ?? "", kind: "cancelled", at });
  }
  const begun = state.scopes.find((scope) => scope.parent === null)?.nodes ?? {};
  const targets = new Set(definition.edges.map((edge) => edge.target));
  for (const node of definition.nodes) {
    const path = pathSegment(node.id);
    if (node.parentId !== undefined || !targets.has(node.id) || known.has(path)) continue;
    if ((begun[node.id]?.[0] ?? 0) >= ENDED) continue;
    entries.push({ path, nodeId: node.id, type: node.type, kind: "notReached", at });
  }
  return entries;
}

/** In the machine's state, a node with this status or a greater one has ended or was skipped. */
const ENDED = 3;
