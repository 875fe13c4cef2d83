import { descriptorOf, type Graph } from "@tempograph/graph";
import type { Edge } from "@xyflow/react";
import { drawnEdges, portOf } from "../edit/drawn-edges.ts";
import { FRAME_TYPE, type TreeOfNodes } from "../edit/tree-of-nodes.ts";
import type { EdgeTone } from "./decoration.ts";
import { same } from "./same.ts";

export interface EdgeView extends Record<string, unknown> {
  readonly tone: EdgeTone | undefined;
  /** Edges that the canvas draws by itself, from the triggers to the first nodes and to compensations, cannot be edited as such. */
  readonly kind: "edge" | "begin" | "compensate";
}

export type FlowEdge = Edge<EdgeView, "arrow">;

export const TRIGGERS_ID = "@triggers";
export const COMPENSATE_PORT = "@compensate";

interface Drawing {
  readonly graph: Graph;
  readonly triggers?: readonly unknown[] | undefined;
  readonly edgeTones?: ReadonlyMap<string, EdgeTone> | undefined;
}

/** The edges of a graph, and those that the canvas adds to them. Edges that did not change since `before` keep their identity. */
export function flowEdges(
  { graph, triggers = [], edgeTones }: Drawing,
  tree: TreeOfNodes,
  before: readonly FlowEdge[] = [],
): readonly FlowEdge[] {
  const edges = drawnEdges(graph).filter(({ source, target }) => tree.byId.has(source) && tree.byId.has(target));
  const found = edges.map((edge) =>
    flowEdge(edge.id, edge.source, portOf(edge), edge.target, "edge", edgeTones?.get(edge.id)),
  );
  for (const { id, settings } of tree.byId.values()) {
    const by = settings?.compensate;
    if (by !== undefined && tree.byId.has(by))
      found.push(flowEdge(`@compensate:${id}`, id, COMPENSATE_PORT, by, "compensate"));
  }
  if (triggers.length > 0)
    for (const id of firstNodes(tree, edges)) found.push(flowEdge(`@begin:${id}`, TRIGGERS_ID, "out", id, "begin"));
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return found.map((edge) => same(known.get(edge.id), edge));
}

/** The ports at which edges of the graph begin, by their nodes. */
export function usedPortsOf(edges: readonly FlowEdge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { source, sourceHandle, data } of edges) {
    if (data?.kind !== "edge") continue;
    const port = sourceHandle ?? "out";
    const ports = found.get(source);
    if (ports === undefined) found.set(source, new Set([port]));
    else ports.add(port);
  }
  return found;
}

/** Where an execution begins: at the starts, or without one at every node that no edge leads to. */
function firstNodes(tree: TreeOfNodes, edges: readonly { readonly target: string }[]): readonly string[] {
  const top = [...tree.byId.values()].filter(({ id, type }) => tree.scopeOf(id) === undefined && type !== FRAME_TYPE);
  const starts = top.filter(({ type }) => descriptorOf(type)?.begins === true);
  const reached = new Set(edges.map(({ target }) => target));
  const roots = starts.length > 0 ? starts : top.filter(({ id }) => !reached.has(id));
  // More would be a bundle of lines that nobody can read.
  return roots.slice(0, 20).map(({ id }) => id);
}

function flowEdge(
  id: string,
  source: string,
  port: string,
  target: string,
  kind: EdgeView["kind"],
  tone?: EdgeTone,
): FlowEdge {
  return {
    id,
    source,
    target,
    sourceHandle: port,
    targetHandle: "in",
    type: "arrow",
    ariaLabel: `${kind === "begin" ? "Triggers" : source} to ${target}${port === "out" || kind !== "edge" ? "" : ` on ${port}`}`,
    ...(kind === "edge" ? {} : { selectable: false, deletable: false, focusable: false, reconnectable: false }),
    data: { tone, kind },
  };
}
