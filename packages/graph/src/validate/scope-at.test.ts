import { expect, test } from "vitest";
import type { Graph } from "../definition/graph.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { scopeAt, scopeOfTrigger, type NameInScope } from "./scope-at.ts";
import { validateGraph } from "./validate-graph.ts";
import { branch, call, start, yes } from "./test-kit.ts";

const read = (graph: object): Graph => parseGraph(graph).graph!;

// start ─▶ a ─▶ b ─ yes ─▶ c ─▶ d, with e alone inside a loop behind a
const graph = read({
  nodes: [
    start,
    call("a"),
    branch("b", yes),
    call("c"),
    { ...call("d"), settings: { join: "any" } },
    { id: "each", type: "for_each", data: { items: "{{ payload.items }}" } },
    { ...call("e"), parentId: "each" },
    { ...call("f"), parentId: "each" },
    { id: "count", type: "set", data: { values: { n: 1 } } },
    { id: "more", type: "set", data: { values: { m: 1 } }, parentId: "each" },
  ],
  edges: ["start a", "a b", "a each", "a count", "c d", "b d", "e f"]
    .map((edge, index) => {
      const [source, target] = edge.split(" ");
      return { id: `e${index}`, source, target };
    })
    .concat({ id: "yes", source: "b", target: "c", sourceHandle: "yes" } as never),
});

const shown = (names: readonly NameInScope[]) =>
  names.map(({ path, isCertain }) => path.join(".") + (isCertain ? "" : "?"));
const ROOTS = ["payload", "event", "execution", "workflow"];

test("the names in scope are those that the validator accepts", () => {
  const at = (id: string, view?: "within") => shown(scopeAt({ graph, types: FIXTURE_TYPES }, id, view));
  expect(at("a")).toEqual([...ROOTS, "vars.n?"]);
  expect(at("c")).toEqual([...ROOTS, "vars.n?", "steps.a", "steps.b"]);
  expect(at("d")).toEqual([...ROOTS, "vars.n?", "steps.a", "steps.b", "steps.c?"]);
  expect(at("f")).toEqual([...ROOTS, "item", "index", "vars.n?", "vars.m?", "steps.a", "steps.e"]);
  expect(at("each", "within")).toEqual([
    ...ROOTS,
    "item",
    "index",
    "vars.n?",
    "vars.m?",
    "steps.a",
    "steps.e",
    "steps.f",
    "steps.more",
  ]);
  expect(at("nobody")).toEqual([]);
});

test("what is in scope is no problem to read, and a step that is not in scope is one", () => {
  for (const reader of ["a", "c", "d", "f"]) {
    const names = scopeAt({ graph, types: FIXTURE_TYPES }, reader);
    const steps = new Set(names.flatMap(({ path }) => (path[0] === "steps" ? [path[1]] : [])));
    for (const { id } of graph.nodes.slice(1)) {
      const nodes = graph.nodes.map((node) =>
        node.id === reader ? { ...node, data: { ...node.data, body: `{{ steps.${id} }}` } } : node,
      );
      const errors = validateGraph({ graph: { ...graph, nodes }, types: FIXTURE_TYPES }).filter(
        ({ code, severity }) => code.startsWith("STEP_") && severity === "error",
      );
      expect(errors.length === 0, `${reader} reads ${id}`).toBe(steps.has(id));
    }
  }
});

test("schemas say what a step gives, and what an item is", () => {
  const [, , , , , d] = [...scopeAt({ graph, types: FIXTURE_TYPES }, "c")];
  expect(d).toMatchObject({ path: ["steps", "a"], schema: FIXTURE_TYPES.get("http_call")?.output });
  const looped = read({
    nodes: [
      start,
      { id: "list", type: "for_each", data: { items: [1], result: "x" } },
      call("in"),
      { id: "each", type: "for_each", data: { items: "{{ steps.list.errors }}" } },
      { ...call("e"), parentId: "each" },
    ],
    edges: [
      { source: "start", target: "list" },
      { source: "list", target: "each" },
    ],
  });
  const item = scopeAt({ graph: looped, types: FIXTURE_TYPES }, "e").find(({ path }) => path[0] === "item");
  expect(item?.schema).toMatchObject({ properties: { index: { type: "integer" } } });
});

test("the condition of a trigger reads the event, and the facts that it declares", () => {
  const when = { state: ["seen", { key: "x", as: "y" }], lookup: { node: "http_call", as: "customer" } };
  expect(shown(scopeOfTrigger({ when }))).toEqual([
    "payload",
    "event",
    "workflow",
    "state.seen",
    "state.y",
    "lookup.customer",
  ]);
});
