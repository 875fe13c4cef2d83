import fc from "fast-check";
import type { Graph, GraphEdge, GraphNode, Join } from "../definition/graph.ts";
import type { JsonObject } from "../definition/json.ts";

/** What a random graph may contain. */
export interface GraphMix {
  readonly maxNodes: number;
  /** The longest time of a probe or delay in ms, virtual or real. */
  readonly maxMs: number;
  /** Whether it may contain nodes whose outcome depends on the order of parallel results: any, count, terminate, fail, signals, set. */
  readonly orderMatters: boolean;
  readonly durability?: "step" | "burst";
}

/** A random graph without problems, and the signals that its waits need. */
export interface RandomRun {
  readonly graph: Graph;
  readonly payload: JsonObject;
  readonly signals: readonly { readonly afterMs: number; readonly name: string; readonly payload: number }[];
}

/** Random graphs without containers. All edges lead forward; the first node is the start, and each other node has an edge from an earlier one. */
export function arbitraryRun(mix: GraphMix): fc.Arbitrary<RandomRun> {
  return fc.array(arbitraryStep(mix), { minLength: 1, maxLength: mix.maxNodes }).map((steps) => assemble(steps, mix));
}

interface RandomStep {
  readonly kind: string;
  /** The earlier nodes from which edges lead here, as fractions of the list of nodes, and the ports of these edges. */
  readonly from: readonly { readonly at: number; readonly port: number }[];
  readonly ms: number;
  readonly pick: number;
  readonly failTimes: number;
  readonly permanent: boolean;
  readonly join: Join;
  readonly onError: "fail" | "continue";
}

function arbitraryStep(mix: GraphMix): fc.Arbitrary<RandomStep> {
  const kinds = mix.orderMatters
    ? ["probe", "probe", "probe", "branch", "delay", "transform", "set", "wait_for_signal", "end", "fail"]
    : ["probe", "probe", "branch", "delay", "transform"];
  return fc.record({
    kind: fc.constantFrom(...kinds),
    from: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), port: fc.nat(3) }), {
      minLength: 1,
      maxLength: 3,
    }),
    ms: fc.nat(mix.maxMs),
    pick: fc.nat(2),
    failTimes: mix.orderMatters ? fc.constantFrom(0, 0, 0, 1, -1) : fc.constantFrom(0, 0, 1),
    permanent: fc.boolean(),
    join: mix.orderMatters ? fc.constantFrom<Join>("all", "all", "any", { count: 2 }) : fc.constantFrom<Join>("all"),
    onError: mix.orderMatters ? fc.constantFrom("fail", "continue") : fc.constant("continue"),
  });
}

/** The ports on which each type can end. A `fail` node can end only on its `error` edge. */
const PORTS: Readonly<Record<string, readonly string[]>> = {
  probe: ["out", "left", "right", "error"],
  branch: ["one", "else", "out"],
  fail: ["error"],
};
const PROBE_PORTS = PORTS["probe"]!;

function assemble(steps: readonly RandomStep[], mix: GraphMix): RandomRun {
  const nodes: GraphNode[] = [{ id: "start", type: "start", data: {} }];
  const edges: GraphEdge[] = [];
  const signals: { afterMs: number; name: string; payload: number }[] = [];
  for (const [index, step] of steps.entries()) {
    const id = `n${index}`;
    const sources = new Set(step.from.map(({ at }) => Math.floor(at * nodes.length)));
    for (const source of sources) {
      const port = step.from.find(({ at }) => Math.floor(at * nodes.length) === source)!.port;
      edges.push(edgeFrom(nodes[source]!, id, port, edges.length));
    }
    const join = typeof step.join === "object" && sources.size < 2 ? "all" : step.join;
    const settings = step.kind === "probe" ? { join, onError: step.onError } : { join };
    nodes.push({ id, type: step.kind, data: dataOf(step, id), settings });
    if (step.kind === "wait_for_signal") signals.push({ afterMs: step.ms, name: id, payload: index });
  }
  const graph = { nodes, edges, ...(mix.durability && { settings: { durability: mix.durability } }) };
  return { graph, payload: { n: 1, list: [1, 2, 3] }, signals };
}

function edgeFrom(source: GraphNode, target: string, port: number, index: number): GraphEdge {
  const ports = PORTS[source.type] ?? ["out"];
  return { id: `e${index}`, source: source.id, target, sourceHandle: ports[port % ports.length]! };
}

function dataOf(step: RandomStep, id: string): JsonObject {
  switch (step.kind) {
    case "probe":
      return {
        takesMs: step.ms,
        failTimes: step.failTimes,
        permanent: step.permanent,
        port: PROBE_PORTS[step.pick]!,
        n: "{{ payload.n }}",
      };
    case "branch":
      return { cases: [{ label: "one", condition: { "==": [{ var: "n" }, step.pick] } }, { else: true }] };
    case "delay":
      return { ms: step.ms };
    case "transform":
      return { output: { twice: "{{ payload.n * 2 }}" } };
    case "set":
      return { values: { [id]: step.pick } };
    case "wait_for_signal":
      return { name: id };
    case "end":
      return { output: step.pick, terminate: step.pick === 0 };
    default:
      return { message: `failed by ${id}` };
  }
}
