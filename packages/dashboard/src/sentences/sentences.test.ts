import { coreNodeTypes, type Graph } from "@tempograph/graph";
import { sentencesOf, setSlot, type Slot } from "@tempograph/sentences";
import { expect, test } from "vitest";
import { controlOf } from "./control-of.ts";
import { durationValue } from "./duration-value.ts";
import { linesOf } from "./lines-of.ts";
import { withContext } from "./with-context.ts";

const types = new Map(coreNodeTypes.map((each) => [each.type, each]));
const graph: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "delay", type: "delay", data: { duration: 60_000 } },
    { id: "log", type: "log", data: { message: "Done {{ payload.id }}" } },
  ],
  edges: [
    { id: "a", source: "start", target: "delay" },
    { id: "b", source: "delay", target: "log" },
  ],
};
const triggers = [{ eventType: "lead.created", condition: { ">": [{ var: "lead.score" }, 80] } }];

test("lines stand one below the other, and those that did not change stay the same objects", () => {
  const lines = linesOf(sentencesOf(graph, triggers, types));
  expect(lines.map(({ depth, endsWithColon }) => [depth, endsWithColon])).toEqual([
    [0, true],
    [1, false],
    [1, false],
  ]);
  const changed = setSlot({ graph, triggers }, { path: "/graph/nodes/1/data/duration", type: "duration" }, "2h");
  const again = linesOf(sentencesOf(changed.graph, changed.triggers, types), lines);
  expect(again[0]).toBe(lines[0]);
  expect(again[1]).not.toBe(lines[1]);
  expect(again[2]).toBe(lines[2]);
});

test("a workflow without triggers begins with a line of its own", () => {
  expect(linesOf(sentencesOf(graph, [], types))[0]).toMatchObject({ endsWithColon: true, phrase: { kind: "flow" } });
});

test("a slot has the control of what it takes; where a template stands in the place of a number, any value can be typed", () => {
  const slot = (type: Slot["type"], value: Slot["value"], more: Partial<Slot> = {}) =>
    controlOf({ type, value, path: "/graph/nodes/1/data/field", ...more });
  expect(slot("number", 80)).toBe("number");
  expect(slot("number", "{{ payload.total }}")).toBe("any");
  expect(slot("duration", 60_000)).toBe("duration");
  expect(slot("choice", "GET", { options: ["GET", "POST"] })).toBe("choice");
  expect(slot("choice", "{{ payload.method }}", { options: ["GET", "POST"] })).toBe("any");
  expect(slot("operator", "is at least", { options: ["is", "is at least"] })).toBe("choice");
  expect(slot("boolean", true)).toBe("choice");
  expect(slot("condition", { "==": [1, 1] })).toBe("condition");
  expect(slot("field", "lead.score")).toBe("field");
  expect(slot("text", "Hello")).toBe("template");
  expect(slot("text", "LinkedIn", { path: "/triggers/0/condition/==/1" })).toBe("text");
  expect(slot("text", "CEO", { path: "/graph/nodes/1/data/cases/0/condition/==/1" })).toBe("text");
  expect(slot("json", { a: 1 })).toBe("any");
});

test("a duration is typed in words or short, and a template stays one", () => {
  expect(durationValue("2 hours")).toBe(7_200_000);
  expect(durationValue(" 1h30m ")).toBe("1h30m");
  expect(durationValue("{{ payload.pause }}")).toBe("{{ payload.pause }}");
  expect(durationValue("60")).toBeUndefined();
  expect(durationValue("soon")).toBeUndefined();
});

test("lines far from a change are counted", () => {
  const lines = ["same", "same", "same", "same", "changed", "same"].map((change) => ({ change, depth: 0 }) as const);
  const parts = withContext(lines as Parameters<typeof withContext>[0]);
  expect(parts.map((part) => ("left" in part ? part.left : part.change))).toEqual([
    2,
    "same",
    "same",
    "changed",
    "same",
  ]);
});
