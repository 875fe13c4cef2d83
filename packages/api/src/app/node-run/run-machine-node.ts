import {
  compile,
  eventOf,
  freeze,
  runLocally,
  validateGraph,
  type Failure,
  type Graph,
  type GraphNode,
  type Json,
  type NodeScope,
  type NodeTypeManifest,
  type Problem,
} from "@tempograph/graph";

export type MachineNodeRun =
  | { readonly kind: "ended"; readonly port: string | null; readonly output: Json; readonly input: Json | null }
  | { readonly kind: "failed"; readonly failure: Failure; readonly input: Json | null }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  /** The node waits for something, or requests something, that only an execution can give it. */
  | { readonly kind: "needsExecution" };

const GIVEN: NodeTypeManifest = {
  type: "given",
  title: "Given",
  description: "Stands for a step whose output is known.",
  runs: "activity",
  input: true,
  ports: ["out"],
  idempotent: true,
  pack: { name: "tempograph", version: "1" },
};

/**
 * Runs a node that the machine carries out, in a graph made for it. The steps that the scope names precede it with their outputs,
 * and a node sets the variables. It runs on virtual time and has no side effect.
 */
export async function runMachineNode(
  node: GraphNode,
  scope: NodeScope,
  types: ReadonlyMap<string, NodeTypeManifest>,
  id: string,
): Promise<MachineNodeRun> {
  const { graph, given } = graphAround(node, scope);
  const known = new Map([...types, [GIVEN.type, GIVEN]]);
  const at = `/nodes/${String(graph.nodes.length - 1)}/`;
  const problems = validateGraph({ graph, types: known })
    .filter((problem) => problem.severity === "error" && problem.path.startsWith(at))
    .map(({ fix: _, ...problem }) => ({ ...problem, path: problem.path.slice(at.length - 1) }));
  if (problems.length > 0) return { kind: "invalid", problems };

  const program = compile(freeze({ graph, types: known, workflow: { id: "none", name: "none", version: 0 } }));
  let askedFor = false;
  const { trace } = await runLocally(program, eventOf(scope, id, Date.now()), {
    executionId: id,
    runStep: (step) => {
      if (step.type === GIVEN.type) return { output: given.get(step.nodeId) ?? null };
      askedFor = true;
      return { failure: { code: "NODE_NEEDS_EXECUTION", message: "", retryable: false } };
    },
  });
  if (askedFor) return { kind: "needsExecution" };
  const entries = trace.filter((entry) => entry.nodeId === node.id);
  const input = entries.findLast((entry) => entry.input !== undefined)?.input ?? null;
  const last = entries.at(-1);
  if (last?.kind === "completed") return { kind: "ended", port: last.port ?? null, output: last.output ?? null, input };
  if (last?.kind === "failed" && last.failure) return { kind: "failed", failure: last.failure, input };
  return { kind: "needsExecution" };
}

/** The graph: the given steps ─▶ [set vars] ─▶ the node. */
function graphAround(node: GraphNode, scope: NodeScope): { graph: Graph; given: ReadonlyMap<string, Json> } {
  const given = new Map<string, Json>(Object.entries(scope.steps ?? {}).filter(([id]) => id !== node.id));
  const steps = [...given.keys()].map((id): GraphNode => ({ id, type: GIVEN.type, data: {} }));
  const before: GraphNode[] = [];
  if (scope.vars !== undefined) {
    const id = free("variables", given, node.id);
    given.set(id, scope.vars);
    steps.push({ id, type: GIVEN.type, data: {} });
    // The values come from a single template, so that a text in a variable is not rendered as a template.
    before.push({ id: free("set", given, node.id), type: "set", data: { values: `{{ steps["${id}"] }}` } });
  }
  const chain = [...before, node];
  const nodes: GraphNode[] = [...steps, ...chain];
  const edges = steps.map((step) => ({ source: step.id, target: chain[0]!.id }));
  if (chain.length > 1) edges.push({ source: chain[0]!.id, target: node.id });
  return { graph: { nodes, edges: edges.map((edge, index) => ({ id: `e${String(index)}`, ...edge })) }, given };
}

function free(wish: string, taken: ReadonlyMap<string, unknown>, other: string): string {
  let id = wish;
  for (let more = 1; taken.has(id) || id === other; more += 1) id = `${wish}-${String(more)}`;
  return id;
}
