import { expect, test } from "vitest";
import type { Graph } from "../definition/graph.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

/**
 * Builds a graph: `"a b c"` is a chain of edges, `"a:yes b"` an edge that leaves a by the port yes. Nodes are transforms;
 * ids with `br…` are branches with the cases yes and else, ids with `http…` are calls. `reader` is the node whose data is `text`.
 */
function codes(
  chains: readonly string[],
  text: string,
  settings: Readonly<Record<string, object>> = {},
  reader = "z",
): string[] {
  const ids = new Set<string>();
  const edges: { id: string; source: string; target: string; sourceHandle?: string }[] = [];
  for (const chain of chains) {
    const parts = chain.split(" ");
    for (const [index, part] of parts.entries()) {
      const [id = "", port] = part.split(":");
      ids.add(id);
      const next = parts[index + 1]?.split(":")[0];
      if (next !== undefined)
        edges.push({
          id: `e${edges.length}`,
          source: id,
          target: next,
          ...(port === undefined ? {} : { sourceHandle: port }),
        });
    }
  }
  const nodes = [...ids].map((id) => {
    const more = settings[id] === undefined ? {} : { settings: settings[id] };
    if (id === "start") return { id, type: "start", data: {} };
    if (id === reader) return { id, type: "transform", data: { output: text }, ...more };
    if (id.startsWith("br"))
      return { id, type: "branch", data: { cases: [{ label: "yes", condition: true }, { else: true }] }, ...more };
    if (id.startsWith("http")) return { id, type: "http_call", data: { url: "https://x.test" }, ...more };
    return { id, type: "transform", data: { output: 1 }, ...more };
  });
  const graph = { nodes, edges } as unknown as Graph;
  const found = validateGraph({ graph, types: FIXTURE_TYPES });
  for (const { path, node } of found)
    expect([path, node]).toEqual([`/nodes/${nodes.findIndex(({ id }) => id === reader)}/data/output`, reader]);
  return found.map(({ severity, code }) => `${severity} ${code}`);
}

test.each([
  ["{{ payload.x.y }}", []],
  ["{{ event.type }} {{ event.data.x }} {{ execution.id }} {{ workflow.name }}", []],
  ["{{ event.typo }}", ["error REFERENCE_UNKNOWN"]],
  ["{{ workflow.nam }}", ["error REFERENCE_UNKNOWN"]],
  ["{{ lead.title }}", ["error EXPRESSION_PATH_MISSING"]],
  ["{{ lead.score + 1 }}", ["error EXPRESSION_PATH_MISSING"]],
  ["{{ item.price }}", ["error REFERENCE_UNKNOWN"]],
  ["{{ vars.x }}", ["error VARIABLE_NEVER_SET"]],
  ["{{ steps.a }}", []],
  ["{{ steps.nobody }}", ["error STEP_UNKNOWN"]],
  ["{{ steps.z }}", ["error STEP_NOT_BEFORE"]],
  ["{{ steps.z }} and once more {{ steps.z }}", ["error STEP_NOT_BEFORE"]],
])("in a chain start ─▶ a ─▶ z, %s in z", (text, expected) => {
  expect(codes(["start a z"], text)).toEqual(expected);
});

// start ─▶ set ─▶ z
test("a variable that a node sets", () => {
  const graph: Graph = {
    nodes: [
      { id: "start", type: "start", data: {} },
      { id: "set", type: "set", data: { values: { x: 1 } } },
      { id: "z", type: "transform", data: { output: "{{ vars.x }}" } },
    ],
    edges: [
      { id: "1", source: "start", target: "set" },
      { id: "2", source: "set", target: "z" },
    ],
  };
  expect(validateGraph({ graph, types: FIXTURE_TYPES })).toEqual([]);
});

//         ┌▶ a ─┐
//   start ┤     ├▶ j ─▶ z         both sides of a fan-out are there behind the join
//         └▶ b ─┘
test("fan-out and join", () => {
  const graph = ["start a j z", "start b j"];
  expect(codes(graph, "{{ steps.a }} {{ steps.b }} {{ steps.j }} {{ steps.start }}")).toEqual([]);
  expect(codes(graph, "{{ steps.b }}", {}, "a")).toEqual(["error STEP_NOT_BEFORE"]);
});

//         ┌▶ a ─┐
//   start ┤     ├▶ j (any) ─▶ z   the slower side may still be running
//         └▶ b ─┘
test("a join that does not wait for all", () => {
  expect(codes(["start a j z", "start b j"], "{{ steps.a }}", { j: { join: "any" } })).toEqual([
    "warning STEP_MAYBE_MISSING",
  ]);
  expect(codes(["start a j z", "start b j"], "{{ steps.j }} {{ steps.start }}", { j: { join: "any" } })).toEqual([]);
});

//             ┌ yes ──▶ a ─┐
//   start ▶ br┤            ├▶ j ─▶ z   one side only
//             └ else ─▶ b ─┘
test("a diamond behind a branch", () => {
  const graph = ["start br:yes a j z", "br:else b j"];
  expect(codes(graph, "{{ steps.a }}")).toEqual(["warning STEP_MAYBE_MISSING"]);
  expect(codes(graph, "{{ steps.?a.orValue(0) }}")).toEqual([]);
  expect(codes(graph, "{{ steps.br }} {{ steps.j }}")).toEqual([]);
  expect(codes(graph, "{{ steps.br }}", {}, "a")).toEqual([]);
});

//         ┌▶ br ┬ yes ──▶ a ─┐
//   start ┤     └ else ─▶ b ─┴▶ j ─┐
//         └▶ c ────────────────────┴▶ z   j comes on every way through the branch, a does not
test("a node that every port of a branch leads to counts as certain for nodes beside the branch", () => {
  const graph = ["start br:yes a j z", "br:else b j", "start c z"];
  expect(codes(graph, "{{ steps.j }} {{ steps.c }}")).toEqual([]);
  expect(codes(graph, "{{ steps.a }}")).toEqual(["warning STEP_MAYBE_MISSING"]);
});

//              ┌ yes ┬▶ a ─┬▶ z   both edges leave by the same port
//   start ▶ br ┤     └▶ b ─┘
//              └ else ─▶ c
test("two edges of one port are taken together", () => {
  expect(codes(["start br:yes a z", "br:yes b z", "br:else c"], "{{ steps.a }} {{ steps.b }}")).toEqual([]);
});

//   start ▶ http ┬ out ───▶ a ─┐
//                └ error ─▶ b ─┴▶ z
test("a node behind an error edge can read the failed step's output, and only one of the two paths' nodes", () => {
  const graph = ["start http:out a z", "http:error b z"];
  expect(codes(graph, "{{ steps.http }}")).toEqual([]);
  expect(codes(graph, "{{ steps.a }}")).toEqual(["warning STEP_MAYBE_MISSING"]);
});

// start ─▶ http ─▶ z
test("reading a field that the output's schema excludes is an error", () => {
  expect(codes(["start http z"], "{{ steps.http.status }} {{ steps.http.body.anything }}")).toEqual([]);
  expect(codes(["start http z"], "{{ steps.http.stauts }}")).toEqual(["error OUTPUT_FIELD_UNKNOWN"]);
  expect(codes(["start http z"], "{{ steps.http.error.code }}", { http: { onError: "continue" } })).toEqual([]);
});

test("a condition may read a path that can be missing, but not one that can never exist", () => {
  const check = (condition: object) =>
    validateGraph({
      graph: {
        nodes: [
          { id: "start", type: "start", data: {} },
          { id: "b", type: "branch", data: { cases: [{ label: "x", condition: condition as never }, { else: true }] } },
          { id: "z", type: "end", data: {} },
        ],
        edges: [
          { id: "1", source: "start", target: "b" },
          { id: "2", source: "b", target: "z", sourceHandle: "x" },
        ],
      },
      types: FIXTURE_TYPES,
    }).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
  expect(check({ "==": [{ var: "lead.title" }, { var: "steps.start.x" }] })).toEqual([]);
  expect(check({ "==": [{ var: "steps.z" }, 1] })).toEqual([
    "error STEP_NOT_BEFORE /nodes/1/data/cases/0/condition/==/0/var",
  ]);
  expect(check({ "==": [{ var: "steps.y" }, 1] })).toEqual([
    "error STEP_UNKNOWN /nodes/1/data/cases/0/condition/==/0/var",
  ]);
  expect(check({ "==": [{ var: "item.price" }, 1] })).toEqual([
    "warning REFERENCE_UNKNOWN /nodes/1/data/cases/0/condition/==/0/var",
  ]);
  expect(check({ all: [{ var: "lines" }, { ">": [{ var: "price" }, 1] }] })).toEqual([]);
});
