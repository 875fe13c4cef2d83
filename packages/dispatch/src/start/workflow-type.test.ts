import { expect, test } from "vitest";
import { executionSummary, workflowType } from "./workflow-type.ts";

test.each([
  ["Hot lead", "Hot lead"],
  ["  Hot\n\tlead\u202e ", "Hot lead"],
  ["", "workflow"],
  ["toString", "toString (workflow)"],
  ["tempographScheduleTick", "tempographScheduleTick (workflow)"],
  ["\u0007", "workflow"],
  ["é".repeat(100), "é".repeat(100)],
  ["🦊".repeat(101), `${"🦊".repeat(99)}…`],
])("%j is shown as %j", (name, type) => {
  expect(workflowType(name)).toBe(type);
});

test.each([
  ["Hot lead", "Hot lead v3"],
  ["toString", "toString v3"],
  ["🦊".repeat(100), `${"🦊".repeat(75)} v3`],
])("the summary of %j is %j, and is short enough for Temporal", (name, summary) => {
  expect(executionSummary(name, 3)).toBe(summary);
});
