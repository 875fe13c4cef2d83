import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import type { Graph } from "../definition/graph.ts";
import { scenarioProgram } from "../conformance/run-scenario.ts";

interface Ranges {
  readonly reads: readonly string[];
  readonly readers: number;
  readonly readsItself: boolean;
}

/** The live ranges by node id, only for nodes that read an output or whose output is read. */
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
test("an output is kept for the nodes that read it; a node that reads it several times counts once", () => {
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
test("a read in a condition counts like one in a template", () => {
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
test("a read inside a container counts for the container: the output is kept until the container has ended", () => {
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
test("an output that a container reads when its children have ended is kept until then", () => {
  const each = inside(node("each", "for_each", { items: [1], result: "{{ steps.x.v }}" }), probe("x"));
  expect(rangesOf(graph([start, each], edges("start > each")))).toEqual({ x: READ_BY(1) });
});

// start ─▶ loop [ x reads steps.loop ]
test("a loop whose rounds read the output of the rounds so far counts as a reader of itself", () => {
  const loop = inside(node("loop", "repeat", { times: 3 }), reader("x", "{{ steps.loop.rounds }}"));
  expect(rangesOf(graph([start, loop], edges("start > loop")))).toEqual({
    loop: { reads: [], readers: 0, readsItself: true },
  });
});

// start ─▶ a ─▶ b (compensated by undo)     undo reads a and b
test("a compensation is rendered when its step ends, so its reads count for the step", () => {
  const of = graph(
    [start, probe("a"), probe("b", {}, { compensate: "undo" }), reader("undo", "{{ steps.a.id }} {{ steps.b.id }}")],
    edges("start > a > b"),
  );
  const ranges = rangesOf(of);
  expect(ranges["b"]).toMatchObject({ reads: ["a"], readsItself: true });
  expect(ranges["a"]!.readers).toBe(2);
});

// start ─▶ a ─▶ par [ x reads steps[…] ] ─▶ b
test("a computed name counts as a read of every step in scope, also inside a container", () => {
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

test("a name of no node, or of a node inside another container, counts as no read", () => {
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
