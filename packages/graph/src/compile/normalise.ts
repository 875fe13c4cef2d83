import { VISUAL_GROUP_TYPE, type Graph, type GraphEdge, type GraphNode } from "../definition/graph.ts";
import { descriptorOf, isContainer } from "../interpret/constructs/index.ts";
import type { Json } from "../definition/json.ts";
import { pointer } from "../definition/json-pointer.ts";
import { casePort } from "../definition/ports-of.ts";

/** A normalised graph, and where each of its edges and nodes stands in the graph that was given. */
export interface Normalised {
  readonly graph: Graph;
  /** JSON Pointer of the normalised edge with the same index. */
  readonly edgePaths: readonly string[];
  /** Index in the given graph of the normalised node with the same index. */
  readonly nodeIndexes: readonly number[];
  /** `cases[].next` that name no node. */
  readonly unknownNext: readonly UnknownNext[];
}

export interface UnknownNext {
  readonly path: string;
  readonly node: string;
  readonly next: Json;
  readonly port: string;
}

/**
 * Rewrites a graph so that there is only one way to write each thing: `cases[].next` become edges, every edge has its port,
 * and visual groups are flattened. Idempotent; the input is not changed.
 */
export function normalise(graph: Graph): Graph {
  return normaliseWithOrigins(graph).graph;
}

/**
 * A case's `next` replaces the edges that leave by that case's port; edges of other ports stay. A `next` that names
 * no node replaces them too: the path ends there.
 */
export function normaliseWithOrigins(graph: Graph): Normalised {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const picks = new Map<string, Pick[]>();
  for (const [index, node] of graph.nodes.entries()) {
    const found = picksOf(node, index);
    if (found.length > 0) picks.set(node.id, [...(picks.get(node.id) ?? []), ...found]);
  }
  const edges: GraphEdge[] = [];
  const edgePaths: string[] = [];
  for (const [index, edge] of graph.edges.entries()) {
    const port = edge.sourceHandle ?? "out";
    if (picks.get(edge.source)?.some((pick) => pick.port === port)) continue;
    edges.push(edge.sourceHandle === port ? edge : { ...edge, sourceHandle: port });
    edgePaths.push(pointer("edges", index));
  }
  const unknownNext: UnknownNext[] = [];
  const taken = new Set(edges.map((edge) => edge.id));
  for (const [source, list] of picks) {
    const drawn = new Set<string>();
    for (const { next, port, path } of list) {
      if (typeof next !== "string" || !byId.has(next)) {
        unknownNext.push({ path, node: source, next, port });
        continue;
      }
      const arrow = JSON.stringify([port, next]);
      if (drawn.has(arrow)) continue;
      drawn.add(arrow);
      edges.push({ id: freeId(`${source}:${port}`, taken), source, target: next, sourceHandle: port });
      edgePaths.push(path);
    }
  }
  const touched = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const containers = new Map<string, string | null>();
  const nodes: GraphNode[] = [];
  const nodeIndexes: number[] = [];
  for (const [index, node] of graph.nodes.entries()) {
    // A visual frame around nodes, without meaning for the execution.
    if (node.type === VISUAL_GROUP_TYPE && !touched.has(node.id)) continue;
    nodes.push(flattened(node, byId, containers));
    nodeIndexes.push(index);
  }
  return { graph: { ...graph, nodes, edges }, edgePaths, nodeIndexes, unknownNext };
}

interface Pick {
  readonly port: string;
  readonly next: Json;
  readonly path: string;
}

function picksOf(node: GraphNode, index: number): Pick[] {
  const cases = node.data["cases"];
  if (descriptorOf(node.type)?.manifest?.portsFrom !== "cases" || !Array.isArray(cases)) return [];
  const picks: Pick[] = [];
  for (const [position, item] of (cases as readonly Json[]).entries()) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) continue;
    const next = (item as { readonly [key: string]: Json })["next"];
    if (next === undefined || next === null) continue;
    picks.push({
      port: casePort(item, position),
      next,
      path: pointer("nodes", index, "data", "cases", position, "next"),
    });
  }
  return picks;
}

type ById = ReadonlyMap<string, GraphNode>;

/** Sets the node's parent to the nearest container around it, skipping visual groups; removes the parent if there is none. */
function flattened(node: GraphNode, byId: ById, known: Map<string, string | null>): GraphNode {
  if (node.parentId === undefined) return node;
  const container = containerFrom(node.parentId, byId, known);
  if (container === node.parentId && container !== node.id) return node;
  if (container !== null && container !== node.id) return { ...node, parentId: container };
  const { parentId: _, ...rest } = node;
  return rest;
}

/** The first container on the way up from `id`, itself included. `known` keeps long chains of groups linear. */
function containerFrom(id: string, byId: ById, known: Map<string, string | null>): string | null {
  const passed: string[] = [];
  let found: string | null = null;
  for (let at: string | undefined = id; at !== undefined; at = byId.get(at)?.parentId) {
    const before = known.get(at);
    if (before !== undefined) {
      found = before;
      break;
    }
    if (isContainer(byId.get(at)?.type ?? "")) {
      found = at;
      break;
    }
    passed.push(at);
    // A node that the walk meets a second time lies on a circle of groups, so it is in no container.
    known.set(at, null);
  }
  for (const one of passed) known.set(one, found);
  return found;
}

function freeId(wish: string, taken: Set<string>): string {
  let id = wish;
  for (let more = 1; taken.has(id); more++) id = `${wish}:${more}`;
  taken.add(id);
  return id;
}
