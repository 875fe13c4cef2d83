import type { Fix } from "../../definition/fix.ts";
import type { GraphNode, NodeSettings } from "../../definition/graph.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import { pointer, segmentsOf } from "../../definition/json-pointer.ts";
import { moveValue } from "../make-fix.ts";
import type { Problem } from "../../definition/problem.ts";
import { ignoredFieldsOf } from "../node-fields.ts";
import type { Rule } from "../rule.ts";

const SETTINGS = ["retry", "timeout", "onError", "join", "compensate", "durability", "idempotent"] as const;
const inSettings = (field: string) => `Write it under settings: "settings": { "${field}": … }.`;

/** Keys of a node that no editor writes and that look like fields of the language, with the text that says what to write instead. */
const OF_NODES: ReadonlyMap<string, string> = new Map([
  ...SETTINGS.map((field) => [field, inSettings(field)] as const),
  ...["parameters", "params", "config", "input", "inputs", "args", "arguments"].map(
    (field) => [field, 'Write what the node needs under "data".'] as const,
  ),
  ...["condition", "cases"].map((field) => [field, `Write it under data: "data": { "${field}": … }.`] as const),
  ["next", "Draw an edge to the next node: edges: [{ source, target }]; a case of a branch may name one in next."],
  ...["parent", "parentNode"].map((field) => [field, "The container of a node is parentId."] as const),
]);

const BRANCH =
  "Edges have no conditions: put a branch node between the two, and set sourceHandle to the label of its case.";
const PORT = "The port that an edge leaves by is sourceHandle.";
const OF_EDGES: ReadonlyMap<string, string> = new Map([
  ...["condition", "conditions", "when", "if", "expression"].map((field) => [field, BRANCH] as const),
  ...["port", "sourcePort", "fromPort", "output"].map((field) => [field, PORT] as const),
]);

const OF_GRAPHS: ReadonlyMap<string, string> = new Map(
  ["trigger", "triggers"].map((field) => [field, "Triggers stand beside the graph, not in it."]),
);

/**
 * Unknown keys of graphs, nodes and edges are allowed, because editors store their own data there. An unknown key that
 * resembles one of the language, such as `condition` on an edge, is most likely a mistake: its author expects an effect
 * on the run, and there is none.
 */
export const lookalikeFields: Rule = function* ({ graph }) {
  yield* lookalikes(graph, "", "A graph", OF_GRAPHS);
  for (const [index, node] of graph.nodes.entries()) {
    const at = pointer("nodes", index);
    for (const problem of lookalikes(node, at, "A node", OF_NODES)) {
      const fix = fixOfNode(node, at, problem.path);
      yield { ...problem, node: node.id, ...(fix !== undefined && { fix }) };
    }
    for (const { name, by } of ignoredFieldsOf(node)) {
      const what = `A ${node.type} that has ${by} does not read ${name}`;
      yield { ...ignored(`${at}/data${pointer(name)}`, what, "Write one of the two."), node: node.id };
    }
  }
  for (const [index, edge] of graph.edges.entries()) {
    const at = pointer("edges", index);
    const { data } = edge as { readonly data?: unknown };
    for (const problem of lookalikes(edge, at, "An edge", OF_EDGES)) yield { ...problem, node: edge.id };
    if (typeof data === "object" && data !== null)
      for (const problem of lookalikes(data, `${at}/data`, "An edge", OF_EDGES)) yield { ...problem, node: edge.id };
  }
};

/** The keys of other editors for what a node has here, with the key that is read. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["parent", "parentId"],
  ["parentNode", "parentId"],
]);

function fixOfNode(node: GraphNode, at: string, path: string): Fix | undefined {
  const field = segmentsOf(path).at(-1) ?? "";
  const value = (node as unknown as JsonObject)[field];
  if (value === undefined) return undefined;
  if (settingOutOfPlace(field) !== undefined) return intoSettings(path, field, value, node.settings, at);
  const name = OTHER_NAMES.get(field);
  if (name === undefined || Object.hasOwn(node, name)) return undefined;
  return moveValue(path, at + pointer(name), value, `Write "${name}" instead of "${field}"`);
}

function* lookalikes(of: object, at: string, what: string, fields: ReadonlyMap<string, string>): Generator<Problem> {
  for (const field of Object.keys(of)) {
    const instead = fields.get(field);
    if (instead !== undefined) yield ignored(at + pointer(field), `${what} has no field "${field}"`, instead);
  }
}

function ignored(path: string, what: string, hint: string): Problem {
  return { code: "UNKNOWN_FIELD", severity: "warning", path, message: `${what}: it is ignored.`, hint };
}

/** Moves a setting to where it is read, if nothing is there. */
export function intoSettings(
  from: string,
  field: string,
  value: Json,
  settings: NodeSettings | undefined,
  nodePath: string,
): Fix | undefined {
  const title = `Move "${field}" into the settings`;
  const at = `${nodePath}/settings`;
  if (settings === undefined) {
    const { patch, ...fix } = moveValue(from, at, { [field]: value }, title);
    return { ...fix, patch: [{ op: "test", path: from, value }, ...patch.slice(1)] };
  }
  return Object.hasOwn(settings, field) ? undefined : moveValue(from, at + pointer(field), value, title);
}

/** Says where a setting that stands in a node's data belongs; undefined if the field is not a setting. */
export function settingOutOfPlace(field: string): string | undefined {
  return (SETTINGS as readonly string[]).includes(field) ? `${inSettings(field)} ` : undefined;
}
