import type { Json } from "../definition/json.ts";
import { expect, test } from "vitest";
import { parseGraph } from "../definition/parse-graph.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { found, notify, problems, start } from "./test-kit.ts";
import { validateGraph } from "./validate-graph.ts";

const problemsOf = (graph: object) => {
  const parsed = parseGraph(graph);
  expect(parsed.problems).toEqual([]);
  return validateGraph({ graph: parsed.graph!, types: FIXTURE_TYPES })
    .filter(({ code }) => code === "UNKNOWN_FIELD")
    .map(({ severity, path, hint }) => `${severity} ${path}: ${hint}`);
};
const edges = [{ source: "start", target: "notify" }];

test.each<[object, string, RegExp]>([
  [{ nodes: [start, notify], edges: [{ ...edges[0], condition: {} }] }, "/edges/0/condition", /branch/],
  [{ nodes: [start, notify], edges: [{ ...edges[0], data: { condition: "x" } }] }, "/edges/0/data/condition", /branch/],
  [{ nodes: [start, notify], edges: [{ ...edges[0], sourcePort: "error" }] }, "/edges/0/sourcePort", /sourceHandle/],
  [{ nodes: [start, { ...notify, retry: {} }], edges }, "/nodes/1/retry", /settings/],
  [{ nodes: [start, { ...notify, onError: "continue" }], edges }, "/nodes/1/onError", /settings/],
  [{ nodes: [start, { ...notify, parameters: {} }], edges }, "/nodes/1/parameters", /data/],
  [{ nodes: [start, { ...notify, next: "x" }], edges }, "/nodes/1/next", /edge/],
  [{ nodes: [start, { ...notify, parentNode: "x" }], edges }, "/nodes/1/parentNode", /parentId/],
  [{ nodes: [start, notify], edges, triggers: [] }, "/triggers", /beside/],
  [{ nodes: [start, { ...notify, data: { ...notify.data, retry: {} } }], edges }, "/nodes/1/data/retry", /settings/],
  [
    { nodes: [start, { id: "notify", type: "delay", data: { ms: 1, duration: "2h" } }], edges },
    "/nodes/1/data/duration",
    /one of the two/,
  ],
  [
    { nodes: [start, { id: "notify", type: "transform", data: { logic: 1, output: 2 } }], edges },
    "/nodes/1/data/logic",
    /one of the two/,
  ],
])("%j: a free key that looks like one of the language is reported", (graph, path, hint) => {
  const lines = problemsOf(graph);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`warning ${path}: `);
  expect(lines[0]).toMatch(hint);
});

test("what editors keep on nodes and edges is free", () => {
  const position = { x: 1, y: 2 };
  const drawn = { position, selected: true, width: 3, style: {}, extent: "parent" };
  const edge = { ...edges[0], type: "smoothstep", animated: true, label: "yes", markerEnd: {}, data: { label: "x" } };
  expect(problemsOf({ nodes: [start, { ...notify, ...drawn }], edges: [edge], viewport: {} })).toEqual([]);
});

const transform = (output: unknown) => [start, { id: "a", type: "transform", data: { output } }];

test.each([
  ["{{ 7 / 2 }}", true],
  ["{{ size(payload.items) / 2 }}", true],
  ["half: {{ 1 + int(payload.n) / 2 }}", true],
  ["{{ payload.items.map(x, 4 / 3) }}", true],
  ["{{ 6 / 2 }}", false],
  ["{{ 7 / 2.0 }}", false],
  ["{{ payload.n / 2 }}", false],
  ["{{ double(size(payload.items)) / 2 }}", false],
  ["{{ int(size(payload.items) / 2) }}", false],
  ["{{ 'a/b' }} / {{ payload.n }}", false],
])("%s: a warning for a division of two integers: %s", (output, isReported) => {
  expect(found(transform(output), ["start a"])).toEqual(
    isReported ? ["warning INTEGER_DIVISION /nodes/1/data/output"] : [],
  );
});

test("an integer division in a condition is reported", () => {
  expect(found([start], [], { triggers: [{ id: "t", condition: "{{ 7 / 2 == 3 }}" }] })).toEqual([
    "warning INTEGER_DIVISION /triggers/0/condition",
  ]);
});

test.each([
  [[], "false"],
  [[0], "true"],
  [0, "false"],
  [1, "true"],
])("the condition %j reads nothing and is always %s", (condition, always) => {
  const [one, ...more] = problems([start], [], { triggers: [{ id: "t", condition }] });
  expect(more).toEqual([]);
  expect(one).toMatchObject({ code: "CONDITION_CONSTANT", severity: "warning", path: "/triggers/0/condition" });
  expect(one?.message).toContain(`always ${always}`);
  const cases = [{ label: "x", condition }, { else: true }];
  expect(found([start, { id: "a", type: "branch", data: { cases } }], ["start a"])).toEqual([
    "warning CONDITION_CONSTANT /nodes/1/data/cases/0/condition",
  ]);
});

test.each([
  [{ and: ["payload.x > 1", { var: "y" }] }, "/and/0", 'Write { ">": [{ "var": "x" }, 1] }'],
  [{ or: [{ var: "y" }, "never"] }, "/or/1", "Write JSONLogic"],
  [{ and: [{ var: "y" }, { "!": "x" }] }, "/and/1/!", "Write JSONLogic"],
  [{ "!!": [7] }, "/!!/0", 'Write a condition such as "{{'],
  [{ if: ["false", true, { var: "y" }] }, "/if/0", "Write false without quotes"],
] as const)("the operand of %j at %s reads nothing and counts as true or false", (condition, at, hint) => {
  const [one, ...more] = problems([start], [], { triggers: [{ id: "t", condition }] });
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    ...{ code: "CONDITION_CONSTANT", severity: "warning", path: `/triggers/0/condition${at}` },
    hint: expect.stringContaining(hint),
  });
});

test.each<Json>([
  { and: [{ "==": [{ var: "tier" }, "gold"] }, { in: ["a", { var: "tags" }] }, true] },
  { "==": [{ or: [{ var: "title" }, "none"] }, "none"] },
  { if: [{ var: "vip" }, true, { ">": [{ var: "total" }, 5] }] },
])("a text or number that is compared is no condition: %j", (condition) => {
  expect(found([start], [], { triggers: [{ id: "t", condition }] })).toEqual([]);
});

test("the conditions true and false are accepted without a warning", () => {
  expect(found([start], [], { triggers: [{ id: "t", condition: true }] })).toEqual([]);
});
