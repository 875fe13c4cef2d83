import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";
import { probeManifest } from "../conformance/index.ts";

const types = new Map([...FIXTURE_TYPES, [probeManifest.type, probeManifest] as const]);

const branch = (condition: Json): Graph =>
  graph(
    [start, node("a", "branch", { cases: [{ label: "x", condition }, { else: true }] }), probe("b")],
    edges("start > a", "a:x > b"),
  );
const loop = (condition: Json): Graph =>
  graph([start, inside(node("a", "while", { condition, maxRounds: 3 }), probe("b"))], edges("start > a"));
const wait = (match: Json): Graph =>
  graph([start, node("a", "wait_for_event", { eventType: "order.paid", match })], edges("start > a"));

const problemsOf = (of: Graph, condition?: Json) =>
  validateGraph({
    graph: of,
    types,
    ...(condition !== undefined && { triggers: [{ id: "t", condition }] }),
  }).map(({ code, path, severity }) => `${severity} ${code} ${path}`);

const plain = graph([start, probe("b")], edges("start > b"));
const places: readonly (readonly [string, (condition: Json) => string[], string])[] = [
  ["a branch", (condition) => problemsOf(branch(condition)), "/nodes/1/data/cases/0/condition"],
  ["a while", (condition) => problemsOf(loop(condition)), "/nodes/1/data/condition"],
  ["a wait_for_event", (condition) => problemsOf(wait(condition)), "/nodes/1/data/match"],
  ["a trigger", (condition) => problemsOf(plain, condition), "/triggers/0/condition"],
];

test.each(places)("%s takes CEL in braces, and refuses every other text", (_, problems, path) => {
  expect(problems("{{ payload.total > 1000 }}")).toEqual([]);
  expect(problems({ ">": [{ var: "total" }, 1000] })).toEqual([]);
  expect(problems("payload.x > 1")).toEqual([`error CONDITION_INVALID ${path}`]);
  expect(problems("false")).toEqual([`error CONDITION_INVALID ${path}`]);
  expect(problems("{{ payload.a }} and more")).toEqual([`error CONDITION_INVALID ${path}`]);
  expect(problems("{{ size(payload.items) }}")).toEqual([`error EXPRESSION_TYPE ${path}`]);
  expect(problems("{{ payload.a === 1 }}")).toEqual([`error TEMPLATE_SYNTAX ${path}`]);
});

test.each([places[2]!, places[3]!])("%s reads the event that comes and nothing else", (_, problems, path) => {
  expect(problems("{{ event.type == 'a' && workflow.version > 1 }}")).toEqual([]);
  for (const unseen of ["vars.x", "steps.b.x == 1", "execution.id == 'a'", "payload.at == now()"])
    expect(problems(`{{ ${unseen} }}`)).toEqual([`error EXPRESSION_PATH_MISSING ${path}`]);
});

test("a step that a condition in braces reads is checked as in any template", () => {
  expect(problemsOf(branch("{{ steps.nobody.x == 1 }}"))).toEqual([
    "error STEP_UNKNOWN /nodes/1/data/cases/0/condition",
  ]);
});
