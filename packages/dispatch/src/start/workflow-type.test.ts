import { expect, test } from "vitest";
import { workflowType } from "./workflow-type.ts";

test.each([
  ["Hot lead", "Hot lead"],
  ["  Hot\n\tlead\u202e ", "Hot lead"],
  ["", "workflow"],
  ["\u0007", "workflow"],
  ["é".repeat(100), "é".repeat(100)],
  ["🦊".repeat(101), `${"🦊".repeat(99)}…`],
])("%j is shown as %j", (name, type) => {
  expect(workflowType(name)).toBe(type);
});
