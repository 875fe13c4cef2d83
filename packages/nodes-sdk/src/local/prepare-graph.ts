import {
  compile,
  coreNodeTypes,
  freeze,
  validateGraph,
  type Graph,
  type NodeTypeManifest,
  type Problem,
  type Program,
} from "@tempograph/graph";
import { manifestOf } from "../define/manifest-of.ts";
import type { NodePack } from "../define/node-pack.ts";
import type { NodeType } from "../define/node-type.ts";

/** The graph has errors: `problems` says which, each with its place and hint. */
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

export interface PreparedGraph {
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly program: Program;
  readonly nodes: ReadonlyMap<string, NodeType>;
}

const LOCAL_PACK = { name: "local", version: "0" };
const core: ReadonlyMap<string, NodeTypeManifest> = new Map(coreNodeTypes.map((type) => [type.type, type]));

/**
 * Checks a graph and makes it ready to run. `calledAs`: the name by which others call it.
 *
 * @throws GraphInvalidError where it could not be published
 */
export function prepareGraph(
  graph: Graph,
  workflow: PreparedGraph["workflow"],
  given: readonly (NodeType | NodePack)[],
  builtIn: readonly NodeType[],
  calledAs?: string,
): PreparedGraph {
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
  const errors = validateGraph({ graph, types }).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new GraphInvalidError(errors, calledAs);
  return { workflow, program: compile(freeze({ graph, types, workflow })), nodes };
}
