import {
  compile,
  coreNodeTypes,
  freeze,
  parseGraph,
  parseJsonText,
  validateGraph,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeTypeManifest,
  type Problem,
  type Program,
} from "@tempograph/graph";
import { manifestOf } from "../define/manifest-of.ts";
import type { NodePack } from "../define/node-pack.ts";
import type { NodeType } from "../define/node-type.ts";
import { standIn } from "./stand-in.ts";

/** Thrown if a graph has errors. `problems` lists them, each with its place and hint. */
export class GraphInvalidError extends Error {
  readonly code = "INVALID_GRAPH";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], name?: string) {
    const which = name === undefined ? "The graph" : `The graph of the workflow ${JSON.stringify(name)}`;
    super(
      `${which} has ${problems.length} errors: ${problems.map(({ path, message }) => `${path}: ${message}`).join("; ")}`,
    );
    this.name = "GraphInvalidError";
    this.problems = problems;
  }
}

/** A graph as JSON text or as a value. `data` of a node, the `id` of an edge and the list of edges may be left out. */
export type WrittenGraph =
  | string
  | (Omit<Graph, "nodes" | "edges"> & {
      readonly nodes: readonly (Omit<GraphNode, "data"> & { readonly data?: object })[];
      readonly edges?: readonly (Omit<GraphEdge, "id"> & Partial<Pick<GraphEdge, "id">>)[];
    });

export interface PreparedGraph {
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly program: Program;
  readonly nodes: ReadonlyMap<string, NodeType>;
}

const LOCAL_PACK = { name: "local", version: "0" };
const core: ReadonlyMap<string, NodeTypeManifest> = new Map(coreNodeTypes.map((type) => [type.type, type]));

/**
 * Checks a graph and compiles it. `scripted`: ids of nodes with scripted outcomes; their types need not be known. `calledAs`:
 * the name under which other workflows call it.
 *
 * @throws GraphInvalidError where it could not be published
 */
export function prepareGraph(
  written: WrittenGraph,
  workflow: PreparedGraph["workflow"],
  given: readonly (NodeType | NodePack)[],
  builtIn: readonly NodeType[],
  scripted: ReadonlySet<string>,
  calledAs?: string,
): PreparedGraph {
  const graph = readGraph(written, calledAs);
  const nodes = new Map<string, NodeType>();
  const types = new Map<string, NodeTypeManifest>();
  for (const one of [...given, ...builtIn]) {
    const pack = "nodes" in one ? one : { ...LOCAL_PACK, nodes: [one] };
    for (const node of pack.nodes) {
      nodes.set(node.type, node);
      types.set(node.type, core.get(node.type) ?? manifestOf(node, pack));
    }
  }
  for (const [type, manifest] of core) types.set(type, manifest);
  for (const { id, type } of graph.nodes) {
    if (types.has(type) || !scripted.has(id)) continue;
    const node = standIn(type, graph);
    nodes.set(type, node);
    types.set(type, manifestOf(node, LOCAL_PACK));
  }
  const errors = validateGraph({ graph, types }).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new GraphInvalidError(errors, calledAs);
  return { workflow, program: compile(freeze({ graph, types, workflow })), nodes };
}

/** As the API reads it. */
function readGraph(written: WrittenGraph, calledAs: string | undefined): Graph {
  const text = typeof written === "string" ? parseJsonText(written) : { value: written, problems: [] };
  if (text.problems.length > 0) throw new GraphInvalidError(text.problems, calledAs);
  const { graph, problems } = parseGraph(text.value);
  if (graph === null) throw new GraphInvalidError(problems, calledAs);
  return graph;
}
