import {
  coreNodeTypes,
  definitionHash,
  freeze,
  INTERPRETER_VERSION,
  type ExecutionStart,
  type Graph,
  type Json,
} from "@tempograph/graph";
import { probeManifest } from "@tempograph/graph/conformance";

/** The start that the dispatcher would send for a graph and an event's data. */
export function startOf(graph: Graph, data: Json = {}, interpreterVersion = INTERPRETER_VERSION): ExecutionStart {
  const types = new Map([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
  const frozen = freeze({ graph, types, workflow: { id: "wf_test", name: "test", version: 1 } });
  const definition = { ...frozen, interpreterVersion };
  const event = { id: "evt_test", type: "test", source: "test", time: "2026-01-01T00:00:00.000Z", data };
  return { definition, definitionHash: definitionHash(definition), event, unsignedOperations: true };
}

/** A graph of nodes in a row, with an edge from each node to the next. */
export function chain(
  ...nodes: readonly { readonly id: string; readonly type: string; readonly data?: object }[]
): Graph {
  return {
    nodes: nodes.map(({ id, type, data }) => ({ id, type, data: (data ?? {}) as never })),
    edges: nodes.slice(1).map((node, index) => ({ id: `e${index}`, source: nodes[index]!.id, target: node.id })),
  };
}
