import { isObject } from "./json.ts";
import type { Fields } from "./parse-fields.ts";
import type { Problem } from "./problem.ts";

const SHAPE = 'Tempograph takes { "nodes": [{ "id", "type", "data" }], "edges": [{ "source", "target" }] }.';

/** Recognises a workflow of another product by a field that only that product uses; undefined for any other JSON. */
export function foreignGraph(input: Fields): Problem | undefined {
  if (isStepFunctions(input)) {
    return problem(
      "",
      "This is a state machine of AWS Step Functions (Amazon States Language).",
      `Make a node of each state (Task → http_call or a node of your own, Choice → branch, Wait → delay or sleep_until, Parallel → parallel, Map → for_each, Fail → fail, Succeed → end), and an edge of each Next; paths such as $.order.id become {{ payload.order.id }}. ${SHAPE}`,
    );
  }
  if (isN8n(input)) {
    return problem(
      "/nodes",
      "This is a workflow of n8n.",
      `Write parameters as data, and each entry of connections as an edge from the node's id (its name in n8n); n8n-nodes-base.httpRequest is http_call, if and switch are branch and switch, splitInBatches is for_each, {{ $json.x }} is {{ payload.x }} or {{ steps.<id>.x }}. ${SHAPE}`,
    );
  }
  return undefined;
}

function isStepFunctions(input: Fields): boolean {
  return typeof input["StartAt"] === "string" && isObject(input["States"]);
}

function isN8n(input: Fields): boolean {
  const nodes = input["nodes"];
  if (!Array.isArray(nodes)) return false;
  const own = nodes.filter((node) => isObject(node) && isObject(node["parameters"]) && node["data"] === undefined);
  return (
    own.length > 0 &&
    (isObject(input["connections"]) || own.some((node) => /^n8n-|langchain/.test(String((node as Fields)["type"]))))
  );
}

function problem(path: string, message: string, hint: string): Problem {
  return { code: "FOREIGN_GRAPH", severity: "error", path, message, hint };
}

/** For an edge without source or target, says which other names it uses for them, such as `from` and `to`. */
export function foreignEnds(edge: Fields): string | undefined {
  const named = (names: readonly string[]) => names.find((name) => typeof edge[name] === "string");
  const from =
    edge["source"] === undefined ? named(["from", "start", "sourceId", "sourceNodeId", "fromNode"]) : undefined;
  const to =
    edge["target"] === undefined ? named(["to", "end", "targetId", "targetNodeId", "toNode", "next"]) : undefined;
  if (from === undefined && to === undefined) return undefined;
  return [from && `"${from}" is written "source"`, to && `"${to}" is written "target"`].filter(Boolean).join(", ");
}
