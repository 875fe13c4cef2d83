import { pointer } from "../../definition/json-pointer.ts";
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
    for (const problem of lookalikes(node, at, "A node", OF_NODES)) yield { ...problem, node: node.id };
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

function* lookalikes(of: object, at: string, what: string, fields: ReadonlyMap<string, string>): Generator<Problem> {
  for (const field of Object.keys(of)) {
    const instead = fields.get(field);
    if (instead !== undefined) yield ignored(at + pointer(field), `${what} has no field "${field}"`, instead);
  }
}

function ignored(path: string, what: string, hint: string): Problem {
  return { code: "UNKNOWN_FIELD", severity: "warning", path, message: `${what}: it is ignored.`, hint };
}

/** Says where a setting that stands in a node's data belongs; undefined if the field is not a setting. */
export function settingOutOfPlace(field: string): string | undefined {
  return (SETTINGS as readonly string[]).includes(field) ? `${inSettings(field)} ` : undefined;
}
