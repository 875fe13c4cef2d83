import type { Graph, GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { KnownConnection } from "../definition/connection-type.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { normaliseWithOrigins, type UnknownNext } from "../compile/normalise.ts";
import { expressionsOf, type FoundExpression } from "./node-expressions.ts";
import { nearestName } from "./nearest-name.ts";
import { scopeTree, type ScopeTree } from "./scope-tree.ts";
import { topologyOf, type Topology } from "./topology.ts";

/** What `call_workflow` can call the workflow that is validated; absent for a graph that belongs to none. */
export interface WorkflowNames {
  readonly id: string;
  readonly name: string;
}

/** The input of every rule: the normalised graph, the places in the graph as it was sent, and results that several rules share. */
export interface ValidationContext {
  /** As sent. */
  readonly graph: Graph;
  /** The nodes of the normalised graph; `nodePath` and `edgePath` give their places in the graph as it was sent. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly unknownNext: readonly UnknownNext[];
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  readonly triggers: readonly Trigger[];
  readonly workflow: WorkflowNames | undefined;
  /** By name: those that the graph names, and some others. Undefined where they are not known, so that names are not checked. */
  readonly connections: ReadonlyMap<string, KnownConnection> | undefined;
  readonly topology: Topology;
  readonly scopes: ScopeTree;
  /** Templates and conditions of each node, compiled. */
  readonly expressions: readonly (readonly FoundExpression[])[];
  nodePath(index: number): string;
  edgePath(index: number): string;
  /** The name that is most similar. Gives up after a fixed amount of work, so that a graph with many problems stays cheap. */
  nearest(wrong: string, names: Iterable<string>): string | undefined;
}

const MAX_SUGGESTIONS = 20;

export function validationContext(input: {
  readonly graph: Graph;
  readonly triggers?: readonly Trigger[];
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  readonly workflow?: WorkflowNames;
  readonly connections?: ReadonlyMap<string, KnownConnection>;
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
    workflow: input.workflow,
    connections: input.connections,
    topology,
    scopes: scopeTree(graph.nodes, topology),
    expressions: graph.nodes.map((node, index) => expressionsOf(node, nodePath(index), input.types.get(node.type))),
    nodePath,
    edgePath: (index) => edgePaths[index] ?? "",
    nearest: (wrong, names) => (suggestions++ < MAX_SUGGESTIONS ? nearestName(wrong, names) : undefined),
  };
}
