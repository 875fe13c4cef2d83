import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import type { Graph } from "../definition/graph.ts";
import { scenarioProgram } from "../conformance/run-scenario.ts";
import { divide } from "./divide.ts";

/** By ids: each scope as `owner: members`, in order. */
function scopesOf(of: Graph): readonly string[] {
  const { definition } = scenarioProgram("test", of);
  const id = (index: number) => definition.nodes[index]!.id;
  return divide(definition).scopes.map(
    ({ owner, members }) => `${owner === null ? "-" : id(owner)}: ${members.map(id).join(" ")}`,
  );
}

// start ─▶ a
test("without containers the top level is the only scope", () => {
  expect(scopesOf(graph([start, probe("a")], edges("start > a")))).toEqual(["-: start a"]);
});

// start ─▶ outer [ x ─▶ inner [ y ] ] ─▶ z
test("containers nest: each is a scope of its own, the top level first, members in the graph's order", () => {
  const inner = inside(node("inner", "parallel"), probe("y"));
  const of = graph(
    [start, inside(node("outer", "parallel"), probe("x"), inner), probe("z")],
    edges("start > outer > z", "x > inner"),
  );
  expect(scopesOf(of)).toEqual(["-: start outer z", "outer: x inner", "inner: y"]);
});

// y, loop, start … as an editor may list them: children before their container
test("the scope of a node does not depend on the order of the list", () => {
  const [loop, y] = inside(node("loop", "repeat", { times: 2 }), probe("y")) as [ReturnType<typeof probe>, never];
  expect(scopesOf(graph([y, loop, start], edges("start > loop")))).toEqual(["-: loop start", "loop: y"]);
});

// race [ a ─▶ b     c ─▶ d     e ]
test("a race has a scope for each of its branches: what edges connect, whichever way they lead", () => {
  const race = inside(node("race", "race"), probe("a"), probe("c"), probe("b"), probe("d"), probe("e"));
  const of = graph([start, race], edges("start > race", "a > b", "c > d"));
  expect(scopesOf(of)).toEqual(["-: start race", "race: a b", "race: c d", "race: e"]);
  const division = divide(scenarioProgram("test", of).definition);
  expect(division.inside[1]).toEqual([1, 2, 3]);
  expect(division.inside[0]).toEqual([]);
});

// race [ a ─┐
//        b ─┴▶ c     d ]
test("paths that join are one branch", () => {
  const race = inside(node("race", "race"), probe("a"), probe("b"), probe("c"), probe("d"));
  expect(scopesOf(graph([start, race], edges("start > race", "a > c", "b > c")))).toEqual([
    "-: start race",
    "race: a b c",
    "race: d",
  ]);
});

// race [ a (compensated by undo)     b     undo ]
test("a compensation belongs to the branch of the node that it compensates", () => {
  const race = inside(node("race", "race"), probe("a", {}, { compensate: "undo" }), probe("b"), probe("undo"));
  expect(scopesOf(graph([start, race], edges("start > race")))).toEqual(["-: start race", "race: a undo", "race: b"]);
});

// race [ each [ x ]     y ]
test("a container inside a branch does not add branches to the race", () => {
  const each = inside(node("each", "for_each", { items: [1] }), probe("x"));
  expect(scopesOf(graph([start, inside(node("race", "race"), each, probe("y"))], edges("start > race")))).toEqual([
    "-: start race",
    "race: each",
    "race: y",
    "each: x",
  ]);
});

// frame (group) [ a ]: a picture, not a scope
test("a parent that is not a container does not change the scope of its children", () => {
  const { definition } = scenarioProgram("test", graph([start, probe("a")], edges("start > a")));
  const nodes = definition.nodes.map((one) => (one.id === "a" ? { ...one, parentId: "start" } : one));
  expect(divide({ ...definition, nodes }).scopes).toEqual([{ owner: null, members: [0, 1] }]);
});

test("the position of each node is its index in the members of its scope", () => {
  const race = inside(node("race", "race"), probe("a"), probe("b"), probe("c"));
  const of = graph([start, race, probe("z")], edges("start > race > z", "a > c"));
  const { scopes, placeOf } = divide(scenarioProgram("test", of).definition);
  for (const [index, { scope, local }] of placeOf.entries()) expect(scopes[scope]!.members[local]).toBe(index);
  expect(scopes.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});
