import type { Graph, GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { normaliseWithOrigins, type UnknownNext } from "../compile/normalise.ts";
import { expressionsOf, type FoundExpression } from "./node-expressions.ts";
import { didYouMean } from "./nearest-name.ts";
import { scopeTree, type ScopeTree } from "./scope-tree.ts";
import { topologyOf, type Topology } from "./topology.ts";

/** What rules read: the normalised graph, the way back to what was sent, and what several rules would compute twice. */
export interface ValidationContext {
  /** As sent. */
  readonly graph: Graph;
  /** Of the normalised graph; places by `nodePath` and `edgePath`. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly unknownNext: readonly UnknownNext[];
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  readonly triggers: readonly Trigger[];
  readonly topology: Topology;
  readonly scopes: ScopeTree;
  /** Templates and conditions of each node, compiled. */
  readonly expressions: readonly (readonly FoundExpression[])[];
  nodePath(index: number): string;
  edgePath(index: number): string;
  /** `Did you mean "x"? `, or nothing; stops looking once it has looked a lot, so that many problems stay cheap. */
  suggest(wrong: string, names: Iterable<string>): string;
}

const MAX_SUGGESTIONS = 20;

export function validationContext(input: {
  readonly graph: Graph;
  readonly triggers?: readonly Trigger[];
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
}): ValidationContext {
  const { graph, edgePaths, nodeIndexes, unknownNext } = normaliseWithOrigins(input.graph);
  const nodePath = (index: number) => `/nodes/${nodeIndexes[index] ?? index}`;
  const topology = topologyOf(graph.nodes, graph.edges);
  let suggestions = 0;
  return {
    graph: input.graph,
    nodes: graph.nodes,
    edges: graph.edges,
    unknownNext,
    types: input.types,
    triggers: input.triggers ?? [],
    topology,
    scopes: scopeTree(graph.nodes, topology),
    expressions: graph.nodes.map((node, index) => expressionsOf(node, nodePath(index))),
    nodePath,
    edgePath: (index) => edgePaths[index] ?? "",
    suggest: (wrong, names) => (suggestions++ < MAX_SUGGESTIONS ? didYouMean(wrong, names) : ""),
  };
}
