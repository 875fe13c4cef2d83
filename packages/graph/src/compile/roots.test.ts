import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import type { Graph } from "../definition/graph.ts";
import { scenarioProgram } from "../conformance/run-scenario.ts";

/** By scope: `roots / dead heads`. */
function headsOf(of: Graph): readonly string[] {
  return scenarioProgram("test", of).scopes.map(({ roots, deadHeads }) =>
    [roots, deadHeads].map((list) => list.map(({ id }) => id).join(" ")).join(" / "),
  );
}

// start ─▶ a
// stray ─▶ b
test("a start node is the only root; any other first node of a path is dead, so that joins behind it cannot hang", () => {
  expect(headsOf(graph([start, probe("a"), probe("stray"), probe("b")], edges("start > a", "stray > b")))).toEqual([
    "start / stray",
  ]);
});

// s1 ─▶ a ◀─ s2
test("several starts are all roots, in the graph's order", () => {
  const of = graph([node("s2", "start"), probe("a"), node("s1", "start")], edges("s1 > a", "s2 > a"));
  expect(headsOf(of)).toEqual(["s2 s1 / "]);
});

// a ─▶ c ◀─ b     note
test("without a start, all nodes without incoming edges are roots; a node without any edge beside others is ignored", () => {
  const of = graph([probe("a"), probe("b"), probe("c"), probe("note")], edges("a > c", "b > c"));
  expect(headsOf(of)).toEqual(["a b / "]);
});

// a   b
test("if no node has an edge, all nodes are roots", () => {
  expect(headsOf(graph([probe("a"), probe("b")], []))).toEqual(["a b / "]);
});

// start   note
test("an edgeless node beside a start is neither root nor dead head", () => {
  expect(headsOf(graph([start, probe("note")], []))).toEqual(["start / "]);
});

// start ─▶ par [ a ─▶ b     lone ]
test("in a container all children without incoming edges are roots, also those without any edge", () => {
  const of = graph(
    [start, inside(node("par", "parallel"), probe("a"), probe("b"), probe("lone"))],
    edges("start > par", "a > b"),
  );
  expect(headsOf(of)).toEqual(["start / ", "a lone / "]);
});

// pay (compensated by refund)     refund, without edges
test("a compensation is neither root nor dead head, at the top level and in a container", () => {
  const pay = (id: string) => [probe(id, {}, { compensate: `${id}_undo` }), probe(`${id}_undo`)];
  const of = graph([...pay("a"), inside(node("par", "parallel"), ...pay("b"))], edges("a > par"));
  expect(headsOf(of)).toEqual(["a / ", "b / "]);
});

// race [ a ─▶ b     c ]
test("each branch of a race has its own root", () => {
  const of = graph(
    [start, inside(node("race", "race"), probe("a"), probe("b"), probe("c"))],
    edges("start > race", "a > b"),
  );
  expect(headsOf(of)).toEqual(["start / ", "a / ", "c / "]);
});

test("a node knows that it is a root", () => {
  const { nodes } = scenarioProgram("test", graph([start, probe("a")], edges("start > a")));
  expect(nodes.map(({ id, isRoot }) => [id, isRoot])).toEqual([
    ["start", true],
    ["a", false],
  ]);
});
