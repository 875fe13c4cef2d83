import { expect, test } from "vitest";
import { pairSteps } from "./pair-steps.ts";

const step = (path: string, more: object = {}) => ({
  ...{ path, status: "COMPLETED", input: null, output: null, startedAt: null, endedAt: null },
  ...more,
});

test("steps are paired by path, and say what differs; the order of keys does not", () => {
  const pairs = pairSteps(
    [step("a", { input: { x: 1, y: 2 } }), step("b", { output: 1 }), step("gone")],
    [step("a", { input: { y: 2, x: 1 } }), step("b", { output: 2, status: "FAILED" }), step("new")],
  );
  expect(
    pairs.map(({ path, differs, left, right }) => [path, differs, left !== undefined, right !== undefined]),
  ).toEqual([
    ["a", [], true, true],
    ["b", ["status", "output"], true, true],
    ["gone", ["status"], true, false],
    ["new", ["status"], false, true],
  ]);
});
