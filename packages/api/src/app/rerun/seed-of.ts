import type { EndedStep } from "@tempograph/db";
import { descriptorOf, failureAsData, pathSegment, type Definition, type Seed } from "@tempograph/graph";

export interface RerunPlan {
  /** The top-level node at which the rerun begins: the requested node, or the container around it. */
  readonly from: string;
  readonly seed: Seed;
}

/**
 * Finds what a rerun from a node takes over: the outputs of every top-level node that ended on a port and is not downstream of the
 * node. Not taken over are compensated nodes, because their effect is gone, everything downstream of those, and nodes that are
 * missing or have a different type in the version that runs now. A decision of a person that leads to a node that runs again is not
 * taken over either: the person is asked again, while the nodes in between keep their outputs. If a container asks inside, all of it
 * runs again.
 *
 * Undefined if the version has no such node.
 */
export function planRerun(definition: Definition, steps: readonly EndedStep[], nodeId: string): RerunPlan | undefined {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const from = topLevelOf(nodes, nodeId);
  if (from === undefined) return undefined;
  const undone = compensatedSegments(steps);
  const again = new Set([from]);
  for (const node of definition.nodes) if (undone.has(pathSegment(node.id))) again.add(topLevelOf(nodes, node.id)!);
  const targets = new Map<string, string[]>();
  for (const { source, target } of definition.edges) targets.set(source, [...(targets.get(source) ?? []), target]);
  addAllAfter(again, targets);
  const asked = new Set(definition.nodes.filter(isAskedAgain).map(({ id }) => topLevelOf(nodes, id)!));
  for (const id of asked)
    if (![...addAllAfter(new Set([id]), targets)].some((after) => again.has(after))) asked.delete(id);

  const byPath = new Map(steps.map((step) => [step.path, step]));
  const seed: Record<string, Seed[string]> = {};
  for (const { id, type, parentId } of definition.nodes) {
    const step = byPath.get(pathSegment(id));
    if (parentId !== undefined || again.has(id) || asked.has(id) || step === undefined || step.type !== type) continue;
    const end = endOf(step, definition.interpreterVersion);
    if (end !== undefined) seed[id] = end;
  }
  return { from, seed };
}

/** Adds every node that comes after one of the set. A set that grows while it is walked is walked to its new end. */
function addAllAfter(ids: Set<string>, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  for (const id of ids) for (const target of targets.get(id) ?? []) ids.add(target);
  return ids;
}

function isAskedAgain({ type, data }: Definition["nodes"][number]): boolean {
  const decided = descriptorOf(type)?.decidedByPerson;
  return decided !== undefined && data[decided.keptInRerunsBy] !== true;
}

/**
 * The top-level container that a step's path leads into, such as `each` for `each[3]/charge`. Undefined if the text is not such a
 * path. A rerun has to begin with the whole container, because the results of other items and rounds are not taken over.
 */
export function containerOfPath(definition: Definition, path: string): string | undefined {
  const [segment = "", ...inside] = path.split("/");
  const outer = /^(.*?)(?:\[\d+\])?$/.exec(segment)?.[1];
  if (inside.length === 0 && segment === outer) return undefined;
  return definition.nodes.find(({ id, parentId }) => parentId === undefined && pathSegment(id) === outer)?.id;
}

/** The end that is taken over: the step completed, or it failed and the execution went on by its `error` edge or `onError: continue`. */
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
 * The first segments of the paths that were compensated: `each[3]/book!unbook` gives `each`. After a `!` there may also be the
 * release of a lock or the cancel of a call, which belong to the node itself; they do not name another node.
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
