import { expect, test } from "vitest";
import { call, found, problems, start, type Edge, type Node } from "./test-kit.ts";

/** The node `undo`, which compensates the node `a`. */
const undo = (more: object = {}): Node => ({ ...call("undo"), ...more });
const CODE = "error COMPENSATION_INVALID /nodes/1/settings/compensate";

test.each<[string, Node[], Edge[], string[]]>([
  ["an activity that no edge leads to", [start, call("a", {}, { compensate: "undo" }), undo()], ["start a"], []],
  [
    "for two steps",
    [start, call("a", {}, { compensate: "undo" }), call("b", {}, { compensate: "undo" }), undo()],
    ["start a", "a b"],
    [],
  ],
  [
    "of a step that the machine carries out",
    [start, { id: "d", type: "delay", data: { ms: 1 }, settings: { compensate: "undo" } }, undo()],
    ["start d"],
    [],
  ],
  ["where nothing is the start", [call("a", {}, { compensate: "undo" }), undo()], [], []],
  ["the step itself", [start, call("a", {}, { compensate: "a" })], ["start a"], [CODE]],
  ["a node that edges lead to", [start, call("a", {}, { compensate: "undo" }), undo()], ["start a", "a undo"], [CODE]],
  [
    "a node that edges lead from",
    [start, call("a", {}, { compensate: "undo" }), undo(), call("z")],
    ["start a", "undo z", "a z"],
    [CODE],
  ],
  [
    "a node of the machine",
    [start, call("a", {}, { compensate: "undo" }), { id: "undo", type: "transform", data: { output: 1 } }],
    ["start a"],
    [CODE],
  ],
  [
    "a call of a workflow",
    [start, call("a", {}, { compensate: "undo" }), { id: "undo", type: "call_workflow", data: { workflow: "x" } }],
    ["start a"],
    [CODE],
  ],
  [
    "a node that has a compensation itself",
    [start, call("a", {}, { compensate: "undo" }), undo({ settings: { compensate: "b" } }), call("b")],
    ["start a"],
    [CODE],
  ],
  [
    "in another scope",
    [
      start,
      call("a", {}, { compensate: "undo" }),
      { id: "par", type: "parallel" },
      undo({ parentId: "par" }),
      { ...call("b"), parentId: "par" },
    ],
    ["start a", "a par"],
    [CODE],
  ],
  [
    "in the same container",
    [
      start,
      { id: "par", type: "parallel" },
      { ...call("a", {}, { compensate: "undo" }), parentId: "par" },
      undo({ parentId: "par" }),
    ],
    ["start par"],
    [],
  ],
])("compensated by %s", (_, nodes, edges, expected) => {
  expect(found(nodes, edges)).toEqual(expected);
});

test("a compensation always runs on the step lane", () => {
  const nodes = (settings?: object) => [
    start,
    call("a", {}, { compensate: "undo", durability: "step" }),
    undo(settings === undefined ? {} : { settings }),
  ];
  expect(found(nodes(), ["start a"], { settings: { durability: "burst" } })).toEqual([]);
  expect(found(nodes({ durability: "burst" }), ["start a"])).toEqual([
    "error BURST_WITH_COMPENSATION /nodes/2/settings/durability",
  ]);
});

test("an incident on the burst lane is allowed: its steps may be repeated anyway", () => {
  expect(found([start, call("a", {}, { durability: "burst", onError: "pause" })], ["start a"])).toEqual([]);
});

test("the message names the reason why a node cannot be the compensation", () => {
  const [problem] = problems([start, call("a", {}, { compensate: "a" })], ["start a"]);
  expect(problem?.message).toBe('"a" cannot compensate "a": it is the step itself.');
});
