import {
  INTERPRETER_VERSION,
  type Definition,
  type DefinitionEdge,
  type DefinitionNode,
  type RetryPolicy,
} from "../definition/definition.ts";
import {
  LOCAL_RETRY_THRESHOLD_MS,
  longestBackoffMs,
  retryPolicy,
  timeoutPolicy,
} from "../definition/freeze-policies.ts";
import type { Graph, GraphEdge, GraphNode, Lane } from "../definition/graph.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { normalise } from "./normalise.ts";
import { portsOf } from "../definition/ports-of.ts";
import { urlFields } from "../schema/url-fields.ts";

/**
 * Freezes a graph without validation errors into the definition that its executions carry, so that later edits and
 * deployments cannot change what they do (rule 14, I8). Throws on a node whose type is not in `types`.
 */
export function freeze(input: {
  readonly graph: Graph;
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
}): Definition {
  const graph = normalise(input.graph);
  const { id, name, version } = input.workflow;
  const compensating = new Set(graph.nodes.flatMap((node) => node.settings?.compensate ?? []));
  return {
    formatVersion: 1,
    interpreterVersion: INTERPRETER_VERSION,
    workflow: { id, name, version },
    nodes: graph.nodes.map((node) => freezeNode(node, graph, input.types, compensating)),
    edges: graph.edges.map(freezeEdge),
  };
}

function freezeNode(
  node: GraphNode,
  graph: Graph,
  types: ReadonlyMap<string, NodeTypeManifest>,
  compensating: ReadonlySet<string>,
): DefinitionNode {
  const type = types.get(node.type);
  if (type === undefined)
    throw new Error(`Node "${node.id}" has the unknown type "${node.type}": validate before freezing.`);
  const settings = node.settings ?? {};
  const retry = retryPolicy(settings.retry, type.retry);
  const urls = urlFields(node.data, type.input);
  const taskQueue = settings.taskQueue ?? type.taskQueue;
  return {
    id: node.id,
    type: node.type,
    runs: type.runs,
    data: node.data,
    ...(urls.length === 0 ? {} : { urls }),
    ...(node.label === undefined ? {} : { label: node.label }),
    ...(node.parentId === undefined ? {} : { parentId: node.parentId }),
    join: settings.join ?? "all",
    ports: [...portsOf(node, type)],
    // A compensation does not wait for a local activity batch and must leave a record, so it never runs as burst (rule 8). A
    // step with a task queue of its own cannot be burst either, because a local activity runs in the interpreter's own worker.
    lane:
      compensating.has(node.id) || taskQueue !== undefined
        ? "step"
        : laneOf(settings.durability ?? graph.settings?.durability ?? "step", type, retry),
    onError: settings.onError ?? "fail",
    ...(settings.compensate === undefined ? {} : { compensate: settings.compensate }),
    retry,
    timeout: timeoutPolicy(settings.timeout, type.timeout),
    ...(taskQueue === undefined ? {} : { taskQueue }),
  };
}

function laneOf(wanted: Lane, type: NodeTypeManifest, retry: RetryPolicy): Lane {
  if (type.runs === "machine" || wanted === "step") return "step";
  return longestBackoffMs(retry) > LOCAL_RETRY_THRESHOLD_MS ? "step" : "burst";
}

function freezeEdge(edge: GraphEdge): DefinitionEdge {
  return { id: edge.id, source: edge.source, target: edge.target, port: edge.sourceHandle ?? "out" };
}
