import { expect, test } from "vitest";
import { applyPatch } from "../definition/json-patch.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { applyFix, fixProblems } from "./fix-problems.ts";
import { branch, call, start, yes, type Node } from "./test-kit.ts";
import { validateGraph } from "./validate-graph.ts";

interface Wrong {
  readonly nodes: readonly (Node & { readonly [key: string]: unknown })[];
  readonly edges?: readonly object[];
  readonly triggers?: readonly Trigger[];
}

function read({ nodes, edges = [], triggers = [] }: Wrong): { graph: Graph; triggers: readonly Trigger[] } {
  const { graph, problems } = parseGraph({ nodes: nodes.map((node) => ({ type: "end", data: {}, ...node })), edges });
  if (graph === null) throw new Error(JSON.stringify(problems));
  return { graph, triggers };
}

const to = (source: string, target: string, more: object = {}) => ({
  id: `${source}>${target}`,
  source,
  target,
  ...more,
});
const first = { id: "first", type: "start" };

/** Each has a problem with a fix: the code, and what stands at a place afterwards. */
const cases: [code: string, wrong: Wrong, place: string, after: unknown][] = [
  [
    "UNKNOWN_NODE_TYPE",
    { nodes: [start, { ...call("a"), type: "httpCall" }], edges: [to("start", "a")] },
    "/nodes/1/type",
    "http_call",
  ],
  ["EDGE_TO_NOWHERE", { nodes: [start, call("charge")], edges: [to("start", "chrage")] }, "/edges/0/target", "charge"],
  [
    "EDGE_FROM_NOWHERE",
    { nodes: [start, call("charge")], edges: [to("something", "charge"), to("start", "charge")] },
    "/edges",
    [to("start", "charge")],
  ],
  ["DUPLICATE_NODE_ID", { nodes: [start, call("a"), call("a")] }, "/nodes/2/id", "a2"],
  [
    "DUPLICATE_EDGE_ID",
    { nodes: [start, call("a"), call("b")], edges: [to("start", "a", { id: "e" }), to("a", "b", { id: "e" })] },
    "/edges/1/id",
    "e2",
  ],
  [
    "UNKNOWN_PORT",
    { nodes: [start, branch("b", yes), call("a")], edges: [to("start", "b"), to("b", "a", { sourceHandle: "yess" })] },
    "/edges/1/sourceHandle",
    "yes",
  ],
  [
    "BRANCH_WITHOUT_ELSE",
    { nodes: [start, branch("b", yes)], edges: [to("start", "b")] },
    "/nodes/1/data/cases/1",
    { else: true },
  ],
  [
    "COMPENSATION_UNKNOWN",
    { nodes: [start, call("charge", {}, { compensate: "refnd" }), call("refund")] },
    "/nodes/1/settings/compensate",
    "refund",
  ],
  ["PARENT_UNKNOWN", { nodes: [start, { ...call("a"), parentId: "nothing like it" }] }, "/nodes/1/parentId", undefined],
  [
    "STEP_UNKNOWN",
    {
      nodes: [start, call("charge"), call("b", { body: "a {{ steps.chrage.body }} b" })],
      edges: [to("start", "charge"), to("charge", "b")],
    },
    "/nodes/2/data/body",
    "a {{ steps.charge.body }} b",
  ],
  [
    "STEP_UNKNOWN",
    {
      nodes: [
        start,
        call("charge"),
        branch("b", { label: "yes", condition: { ">": [{ var: "steps.chrage.status" }, 1] } }),
      ],
      edges: [to("start", "charge"), to("charge", "b")],
    },
    "/nodes/2/data/cases/0/condition/>/0/var",
    "steps.charge.status",
  ],
  [
    "OUTPUT_FIELD_UNKNOWN",
    { nodes: [start, call("a"), call("b", { body: "{{ steps.a.staus }}" })], edges: [to("start", "a"), to("a", "b")] },
    "/nodes/2/data/body",
    "{{ steps.a.status }}",
  ],
  [
    "REFERENCE_UNKNOWN",
    { nodes: [start, call("a", { body: "{{ event.tipe }}" })], edges: [to("start", "a")] },
    "/nodes/1/data/body",
    "{{ event.type }}",
  ],
  [
    "REFERENCE_UNKNOWN",
    { nodes: [start, call("a", { body: "{{ item.sku }}" })], edges: [to("start", "a")] },
    "/nodes/1/data/body",
    "{{ payload.item.sku }}",
  ],
  [
    "VARIABLE_NEVER_SET",
    {
      nodes: [start, { id: "s", type: "set", data: { values: { count: 1 } } }, call("a", { body: "{{ vars.cuont }}" })],
      edges: [to("start", "s"), to("s", "a")],
    },
    "/nodes/2/data/body",
    "{{ vars.count }}",
  ],
  [
    "CONDITION_INVALID",
    { nodes: [start, branch("b", { label: "yes", condition: "total > 1000" })], edges: [to("start", "b")] },
    "/nodes/1/data/cases/0/condition",
    "{{ payload.total > 1000 }}",
  ],
  [
    "CONDITION_INVALID",
    { nodes: [first], triggers: [{ condition: "payload.total > 1000" }] },
    "/triggers/0/condition",
    "{{ payload.total > 1000 }}",
  ],
  [
    "UNKNOWN_FIELD",
    { nodes: [start, call("a", { metod: "GET" })], edges: [to("start", "a")] },
    "/nodes/1/data/method",
    "GET",
  ],
  [
    "UNKNOWN_FIELD",
    { nodes: [start, call("a", { onError: "continue" })], edges: [to("start", "a")] },
    "/nodes/1/settings/onError",
    "continue",
  ],
  [
    "UNKNOWN_FIELD",
    { nodes: [start, { ...call("a"), onError: "continue" }], edges: [to("start", "a")] },
    "/nodes/1/settings/onError",
    "continue",
  ],
  [
    "UNKNOWN_FIELD",
    { nodes: [start, call("a", {}, { onEror: "continue" })], edges: [to("start", "a")] },
    "/nodes/1/settings/onError",
    "continue",
  ],
  [
    "INVALID_SETTING",
    {
      nodes: [start, { id: "d", type: "delay", data: { ms: 1 }, settings: { taskQueue: "q" } }],
      edges: [to("start", "d")],
    },
    "/nodes/1/settings",
    {},
  ],
  [
    "BURST_NOT_IDEMPOTENT",
    {
      nodes: [start, { ...call("a", { method: "POST" }), settings: { durability: "burst" } }],
      edges: [to("start", "a")],
    },
    "/nodes/1/settings/durability",
    "step",
  ],
  ["DUPLICATE_TRIGGER_ID", { nodes: [first], triggers: [{ id: "trigger1" }, {}] }, "/triggers/1/id", "trigger12"],
];

test.each(cases)("the fix of %s resolves it (%#)", (code, wrong, place, after) => {
  const { graph, triggers } = read(wrong);
  const problem = validateGraph({ graph, triggers, types: FIXTURE_TYPES }).find((one) => one.code === code && one.fix);
  expect(problem, JSON.stringify(validateGraph({ graph, triggers, types: FIXTURE_TYPES }))).toBeDefined();
  const changed = applyFix({ graph, triggers }, problem!.fix!)!;
  expect(valueAt({ ...changed.graph, triggers: changed.triggers }, place)).toEqual(after);
  const left = validateGraph({ ...changed, types: FIXTURE_TYPES });
  expect(left.filter((one) => one.code === code && one.path === problem!.path)).toEqual([]);
  // The second time it is not what the fix was made for.
  const again = applyFix(changed, problem!.fix!);
  expect(again ?? changed).toEqual(changed);
});

test("fixProblems goes on until nothing is left that it may change, and leaves guesses to people", () => {
  const wrong = read({
    nodes: [
      start,
      { ...call("a"), parentId: "nothing like it" },
      { ...call("b"), parentId: "other" },
      { ...call("c"), type: "httpCall" },
    ],
    edges: [to("start", "a"), to("a", "b"), to("b", "c")],
  });
  const safe = fixProblems({ ...wrong, types: FIXTURE_TYPES });
  expect(safe.fixed.map(({ code }) => code)).toEqual(["PARENT_UNKNOWN", "PARENT_UNKNOWN"]);
  expect(safe.problems.map(({ code }) => code)).toEqual(["UNKNOWN_NODE_TYPE"]);
  expect(fixProblems({ ...wrong, types: FIXTURE_TYPES }, { guesses: true }).problems).toEqual([]);
});

test("a patch changes nothing else, and nothing at all when one of its operations does not fit", () => {
  const document = { list: [1, { a: "b" }], "a/b": { keep: null } };
  const frozen = JSON.stringify(document);
  expect(applyPatch(document, [{ op: "replace", path: "/list/1/a", value: 2 }])).toEqual({
    ...document,
    list: [1, { a: 2 }],
  });
  expect(
    applyPatch(document, [
      { op: "add", path: "/list/-", value: 2 },
      { op: "remove", path: "/list/0" },
    ]),
  ).toEqual({ ...document, list: [{ a: "b" }, 2] });
  expect(applyPatch(document, [{ op: "add", path: "/a~1b/new", value: 2 }])).toEqual({
    ...document,
    "a/b": { keep: null, new: 2 },
  });
  for (const path of ["/list/2", "/list/x", "/nothing", "/list/1/a/b", "/a~1b/keep/x"])
    expect(
      applyPatch(document, [
        { op: "remove", path: "/list/0" },
        { op: "replace", path, value: 1 },
      ]),
      path,
    ).toBeUndefined();
  expect(applyPatch(document, [{ op: "test", path: "/list", value: [1] }])).toBeUndefined();
  expect(applyPatch({}, [{ op: "add", path: "/__proto__/polluted", value: 1 }])).toBeUndefined();
  expect(JSON.stringify(document)).toBe(frozen);
});

function valueAt(document: unknown, path: string): unknown {
  return path
    .split("/")
    .slice(1)
    .reduce<unknown>((at, key) => (at as { readonly [name: string]: Json } | undefined)?.[key], document);
}
