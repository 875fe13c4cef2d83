import { foreignEnds, foreignGraph } from "./foreign-graph.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { isObject, type JsonObject } from "./json.ts";
import { pointer } from "./json-pointer.ts";
import {
  MAX_CASES,
  MAX_EDGES,
  MAX_ID_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_NODES,
  MAX_PROBLEMS,
  MAX_STRING_LENGTH,
} from "./limits.ts";
import { checkJsonValue } from "./parse-json-value.ts";
import { field, type Fields, type Report } from "./parse-fields.ts";
import type { Problem } from "./problem.ts";
import { walkJson } from "./walk-json.ts";

/**
 * Reads a graph out of any JSON value: its structure and its limits, not yet its meaning (`validateGraph`). Never throws.
 * `graph` is null when a problem is an error. Unknown keys are kept; a missing `edges`, a node's missing `data` and an
 * edge's missing `id` are filled in. Paths are JSON Pointers into the input.
 */
export function parseGraph(input: unknown): { graph: Graph | null; problems: Problem[] } {
  const problems = checkJsonValue(input);
  if (problems.length > 0) return { graph: null, problems };
  const report: Report = (problem) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ severity: "error", ...problem });
  };
  const graph = readGraph(input, report);
  return { graph: problems.length === 0 ? graph : null, problems };
}

function readGraph(input: unknown, report: Report): Graph | null {
  if (!isObject(input)) {
    report({
      code: "INVALID_GRAPH",
      path: "",
      message: "A graph is a JSON object with nodes and edges.",
      hint:
        typeof input === "string"
          ? "Send the object itself, not a text that holds it."
          : 'Send { "nodes": […], "edges": […] }.',
    });
    return null;
  }
  const foreign = foreignGraph(input);
  if (foreign !== undefined) {
    report(foreign);
    return null;
  }
  const nodes = list(input, "nodes", MAX_NODES, report);
  const edges = input["edges"] === undefined ? [] : list(input, "edges", MAX_EDGES, report);
  if (input["settings"] !== undefined) field(input, "settings", "object", "", report);
  if (nodes === null || edges === null) return null;
  const taken = new Set(edges.map((edge) => (isObject(edge) ? edge["id"] : undefined)));
  return {
    ...input,
    ...(isObject(input["settings"]) ? { settings: withoutNulls(input["settings"]) } : {}),
    nodes: nodes.map((node, index) => readNode(node, pointer("nodes", index), report)),
    edges: edges.map((edge, index) => readEdge(edge, index, taken, report)),
  } as Graph;
}

function list(input: Fields, key: "nodes" | "edges", most: number, report: Report): readonly unknown[] | null {
  const value = input[key];
  if (!Array.isArray(value)) {
    report({
      code: "INVALID_GRAPH",
      path: pointer(key),
      message: value === undefined ? `The graph has no ${key}.` : `${key} has to be an array.`,
      hint: `Write "${key}": [ … ], one object for each of the ${key}.`,
    });
    return null;
  }
  if (value.length > most) {
    report({
      code: "GRAPH_TOO_LARGE",
      path: pointer(key),
      message: `The graph has ${value.length} ${key}; at most ${most} are allowed.`,
      hint: "Split it into several workflows.",
    });
    return null;
  }
  return value;
}

function readNode(node: unknown, path: string, report: Report): GraphNode {
  if (!isObject(node)) {
    report({
      code: "INVALID_GRAPH",
      path,
      message: "A node has to be an object.",
      hint: 'Write { "id": "…", "type": "…", "data": { … } }.',
    });
    return node as GraphNode;
  }
  field(node, "id", "string", path, report, { required: true, most: MAX_ID_LENGTH });
  field(node, "type", "string", path, report, { required: true, most: MAX_ID_LENGTH });
  field(node, "label", "string", path, report, { least: 0, most: MAX_LABEL_LENGTH, nullable: true });
  field(node, "parentId", "string", path, report, { most: MAX_ID_LENGTH, nullable: true });
  field(node, "settings", "object", path, report, { nullable: true });
  field(node, "data", "object", path, report, { nullable: true });
  if (isObject(node["data"])) checkData(node["data"], `${path}/data`, report);
  // Some editors write null for an absent field; the contract has only absent fields.
  const { label, parentId, settings, data, ...rest } = node;
  return {
    ...rest,
    ...(label == null ? {} : { label }),
    ...(parentId == null ? {} : { parentId }),
    ...(isObject(settings) ? { settings: withoutNulls(settings) } : {}),
    data: (data ?? {}) as JsonObject,
  } as unknown as GraphNode;
}

/** Removes fields that are null, also in `retry` and `timeout`: forms write null for an absent field. */
function withoutNulls(settings: Fields): Fields {
  const entries = Object.entries(settings).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([key, value]) => [key, isObject(value) ? withoutNulls(value) : value]));
}

function checkData(data: Fields, path: string, report: Report): void {
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.length > MAX_STRING_LENGTH) {
      report({
        code: "STRING_TOO_LONG",
        path: path + place.path(),
        message: `This text has ${value.length} characters; at most ${MAX_STRING_LENGTH} are allowed.`,
        hint: "Keep the text elsewhere and name it here.",
      });
    }
    return "into";
  });
  const cases = data["cases"];
  if (Array.isArray(cases) && cases.length > MAX_CASES) {
    report({
      code: "GRAPH_TOO_LARGE",
      path: `${path}/cases`,
      message: `The node has ${cases.length} cases; at most ${MAX_CASES} are allowed.`,
      hint: "Split the decision into several nodes, or look the answer up in a map.",
    });
  }
}

function readEdge(edge: unknown, index: number, taken: Set<unknown>, report: Report): GraphEdge {
  const path = pointer("edges", index);
  if (!isObject(edge)) {
    report({
      code: "INVALID_GRAPH",
      path,
      message: "An edge has to be an object.",
      hint: 'Write { "id": "…", "source": "…", "target": "…" }.',
    });
    return edge as GraphEdge;
  }
  field(edge, "id", "string", path, report, { most: MAX_ID_LENGTH });
  const ends = foreignEnds(edge);
  const reportEnd: Report = (problem) =>
    report(ends === undefined ? problem : { ...problem, hint: `${ends}: { "source": "a", "target": "b" }.` });
  field(edge, "source", "string", path, reportEnd, { required: true, most: MAX_ID_LENGTH });
  field(edge, "target", "string", path, reportEnd, { required: true, most: MAX_ID_LENGTH });
  field(edge, "sourceHandle", "string", path, report, { most: MAX_ID_LENGTH, nullable: true });
  if (edge["id"] !== undefined) return edge as unknown as GraphEdge;
  return { ...edge, id: freeId(`edge${index}`, taken) } as unknown as GraphEdge;
}

function freeId(wish: string, taken: Set<unknown>): string {
  let id = wish;
  for (let more = 1; taken.has(id); more++) id = `${wish}-${more}`;
  taken.add(id);
  return id;
}
