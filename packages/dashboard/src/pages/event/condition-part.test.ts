import type { ConditionPart } from "@tempograph/graph";
import { expect, test } from "vitest";
import { actualValues, readTriggers } from "./condition-part.ts";

const part: ConditionPart = {
  ...{ kind: "test", text: "score > 80", holds: false, problem: null, parts: [], operator: ">" },
  operands: [
    { text: "score", value: 72, isConstant: false },
    { text: "80", value: 80, isConstant: true },
  ],
};

test("a test says the values that it compared, and not its constants", () => {
  expect(actualValues(part)).toBe("score was 72");
  expect(actualValues({ ...part, operands: [] })).toBe("");
});

test("reads the triggers of an outcome, and nothing of what it does not know", () => {
  expect(readTriggers([{ id: "a", condition: part }, { id: "b", condition: null }, 7, { kind: "event" }])).toEqual([
    { id: "a", condition: part },
    { id: "b", condition: null },
  ]);
  expect(readTriggers(null)).toEqual([]);
});
