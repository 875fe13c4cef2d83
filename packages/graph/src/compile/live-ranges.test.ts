import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import type { Graph } from "../definition/graph.ts";
import { scenarioProgram } from "../conformance/run-scenario.ts";

interface Ranges {
  readonly reads: readonly string[];
  readonly readers: number;
  readonly readsItself: boolean;
}

/** By node id; only nodes that read or are read. */
function rangesOf(of: Graph): { readonly [id: string]: Ranges } {
  const { nodes } = scenarioProgram("test", of);
  const rows = nodes.map(({ id, scope, reads, readers, readsItself }): [string, Ranges] => [
    id,
    { reads: reads.map((index) => scope.nodes[index]!.id), readers, readsItself },
  ]);
  return Object.fromEntries(
    rows.filter(([, { reads, readers, readsItself }]) => reads.length > 0 || readers > 0 || readsItself),
  );
}
const reader = (id: string, give: string, settings?: object) => probe(id, { give }, settings);
const READ_BY = (readers: number): Ranges => ({ reads: [], readers, readsItself: false });
const READS = (...reads: readonly string[]): Ranges => ({ reads, readers: 0, readsItself: false });

// start ─▶ a ─▶ b ─▶ c
test("an output lives for those that read it: each reader counts once, however often it reads", () => {
  const of = graph(
    [
      start,
      probe("a"),
      reader("b", "{{ steps.a.x + steps.a.y }}"),
      reader("c", "{{ steps.a.x }} {{ steps.b.z }} {{ payload.n }}"),
    ],
    edges("start > a > b > c"),
  );
  expect(rangesOf(of)).toEqual({
    a: READ_BY(2),
    b: { reads: ["a"], readers: 1, readsItself: false },
    c: READS("a", "b"),
  });
});

// start ─▶ a ─▶ pick ─▶ b
test("conditions read as templates do", () => {
  const when = { "==": [{ var: "steps.a.ok" }, true] };
  const pick = node("pick", "branch", {
    cases: [
      { label: "yes", condition: when },
      { else: true, label: "no" },
    ],
  });
  const of = graph([start, probe("a"), pick, probe("b")], edges("start > a > pick", "pick:yes > b"));
  expect(rangesOf(of)).toEqual({ a: READ_BY(1), pick: READS("a") });
});

// start ─▶ a ─▶ outer [ inner [ x ] ] ─▶ b
test("what stands inside a container reads for the container: the output lives until that has ended", () => {
  const inner = inside(node("inner", "parallel"), reader("x", "{{ steps.a.v }}"));
  const of = graph(
    [start, probe("a"), inside(node("outer", "parallel"), inner), reader("b", "{{ steps.outer }}")],
    edges("start > a > outer > b"),
  );
  expect(rangesOf(of)).toEqual({
    a: READ_BY(1),
    outer: { reads: ["a"], readers: 1, readsItself: false },
    b: READS("outer"),
  });
});

// start ─▶ each [ x ─▶ y ]
test("inside a container its nodes read each other in their own scope", () => {
  const each = inside(node("each", "for_each", { items: [1] }), probe("x"), reader("y", "{{ steps.x.v }}"));
  expect(rangesOf(graph([start, each], edges("start > each", "x > y")))).toEqual({ x: READ_BY(1), y: READS("x") });
});

// start ─▶ each [ x ], result: {{ steps.x }}
test("what a container looks back at when its children have ended is kept for it: nobody frees it before", () => {
  const each = inside(node("each", "for_each", { items: [1], result: "{{ steps.x.v }}" }), probe("x"));
  expect(rangesOf(graph([start, each], edges("start > each")))).toEqual({ x: READ_BY(1) });
});

// start ─▶ loop [ x reads steps.loop ]
test("a loop whose rounds read what the rounds before gave reads itself", () => {
  const loop = inside(node("loop", "repeat", { times: 3 }), reader("x", "{{ steps.loop.rounds }}"));
  expect(rangesOf(graph([start, loop], edges("start > loop")))).toEqual({
    loop: { reads: [], readers: 0, readsItself: true },
  });
});

// start ─▶ a ─▶ b (compensated by compensate)     compensate reads a and b
test("what undoes a node is rendered when that ends: the node reads for it", () => {
  const of = graph(
    [start, probe("a"), probe("b", {}, { compensate: "undo" }), reader("undo", "{{ steps.a.id }} {{ steps.b.id }}")],
    edges("start > a > b"),
  );
  const ranges = rangesOf(of);
  expect(ranges["b"]).toMatchObject({ reads: ["a"], readsItself: true });
  expect(ranges["a"]!.readers).toBe(2);
});

// start ─▶ a ─▶ par [ x reads steps[…] ] ─▶ b
test("a computed name reads all that is in scope, from the inside of a container too", () => {
  const all = reader("x", "{{ steps[payload.which] }}");
  const of = graph(
    [start, probe("a"), inside(node("par", "parallel"), all, probe("y")), probe("b")],
    edges("start > a > par > b"),
  );
  const ranges = rangesOf(of);
  expect(ranges["par"]).toEqual({ reads: ["start", "a", "par", "b"], readers: 1, readsItself: true });
  expect(ranges["x"]).toEqual({ reads: ["x", "y"], readers: 1, readsItself: true });
  expect(ranges["a"]).toEqual(READ_BY(1));
});

test("a name that no node has, and one inside another container, are nobody's", () => {
  const { nodes } = scenarioProgram(
    "test",
    graph(
      [start, inside(node("par", "parallel"), probe("x")), reader("b", "{{ steps.x.v }} {{ steps.nobody }}")],
      edges("start > par > b"),
    ),
  );
  expect(nodes.map(({ readers }) => readers)).toEqual([0, 0, 0, 0]);
  expect(nodes.at(-1)!.reads).toEqual([]);
});
