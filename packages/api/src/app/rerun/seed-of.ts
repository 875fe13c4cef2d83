import type { EndedStep } from "@tempograph/db";
import { failureAsData, pathSegment, type Definition, type Seed } from "@tempograph/graph";

export interface RerunPlan {
  /** The node of the top level that it begins at: the one asked for, or the container around it. */
  readonly from: string;
  readonly seed: Seed;
}

/**
 * What a rerun from a node takes over: every node of the top level that ended on a port and is not downstream of it.
 * Not taken over: what the old execution undid, since its effect is gone, and everything behind that; and nodes that
 * are another type, or gone, in the version that runs now.
 *
 * Undefined where the version has no such node.
 */
export function planRerun(definition: Definition, steps: readonly EndedStep[], nodeId: string): RerunPlan | undefined {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const from = topLevelOf(nodes, nodeId);
  if (from === undefined) return undefined;
  const undone = compensatedSegments(steps);
  const again = new Set([from]);
  for (const node of definition.nodes) if (undone.has(pathSegment(node.id))) again.add(topLevelOf(nodes, node.id)!);
  // An edge may stand anywhere in the list: walk until nothing is added.
  const targets = new Map<string, string[]>();
  for (const { source, target } of definition.edges) targets.set(source, [...(targets.get(source) ?? []), target]);
  for (const id of again) for (const target of targets.get(id) ?? []) again.add(target);

  const byPath = new Map(steps.map((step) => [step.path, step]));
  const seed: Record<string, Seed[string]> = {};
  for (const { id, type, parentId } of definition.nodes) {
    const step = byPath.get(pathSegment(id));
    if (parentId !== undefined || again.has(id) || step === undefined || step.type !== type) continue;
    const end = endOf(step, definition.interpreterVersion);
    if (end !== undefined) seed[id] = end;
  }
  return { from, seed };
}

/**
 * The container of the top level that a step's path leads into: `each` of `each[3]/charge`. Undefined where the text is no such path.
 * A rerun begins with the whole container, since the other items and rounds of the old execution have no place in the new one.
 */
export function containerOfPath(definition: Definition, path: string): string | undefined {
  const [segment = "", ...inside] = path.split("/");
  const outer = /^(.*?)(?:\[\d+\])?$/.exec(segment)?.[1];
  if (inside.length === 0 && segment === outer) return undefined;
  return definition.nodes.find(({ id, parentId }) => parentId === undefined && pathSegment(id) === outer)?.id;
}

/** How it ended: completed; or failed and went on, by its `error` edge or as `onError: continue` lets it. */
function endOf({ status, port, output, failure }: EndedStep, interpreterVersion: number): Seed[string] | undefined {
  if (status === "completed") return { port: port ?? "out", output };
  if (status !== "failed" || port === null || failure === null) return undefined;
  return { port, output: { error: failureAsData(failure, interpreterVersion) } };
}

function topLevelOf(nodes: ReadonlyMap<string, Definition["nodes"][number]>, nodeId: string): string | undefined {
  let node = nodes.get(nodeId);
  for (let depth = 0; node?.parentId !== undefined && depth < 100; depth++) node = nodes.get(node.parentId);
  return node?.id;
}

/**
 * First segments of the paths that were compensated: `each[3]/book!unbook` → `each`. What else stands behind a `!` (the release of
 * a lock, the cancel of a call) belongs to the node itself, and does not bear the name of another one.
 */
function compensatedSegments(steps: readonly EndedStep[]): ReadonlySet<string> {
  const undone = new Set<string>();
  for (const { path, nodeId } of steps) {
    const mark = path.lastIndexOf("!");
    const owner = path.slice(path.lastIndexOf("/", mark) + 1, mark);
    const by = path.slice(mark + 1);
    if (mark === -1 || by !== pathSegment(nodeId) || by === owner) continue;
    undone.add(path.split(/[/!]/, 1)[0]!.replace(/\[\d+\]$/, ""));
  }
  return undone;
}
