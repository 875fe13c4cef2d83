import { leavingEdges, type DefinitionEdge } from "@tempograph/graph";
import { expect, test } from "vitest";
import { comparedStep } from "./compared-step.ts";
import type { ReadStep } from "./documents.ts";
import { endOf } from "./end-of.ts";
import { pairSteps } from "./pair-steps.ts";

const step = (path: string, more: Partial<ReadStep> = {}) =>
  comparedStep({
    ...{ path, nodeId: path, type: "transform", status: "COMPLETED", port: "out", input: null, output: null },
    ...{ scheduledAt: null, startedAt: null, endedAt: "2026-01-01T00:00:00.000Z" },
    ...more,
  });

test("steps are paired by path, and say what differs; the order of keys does not", () => {
  const long = "x".repeat(5_000);
  const pairs = pairSteps(
    [step("a", { input: { x: 1, y: 2 } }), step("b", { output: 1 }), step("gone"), step("c", { output: `${long}1` })],
    [
      step("a", { input: { y: 2, x: 1 } }),
      step("b", { output: 2, status: "FAILED" }),
      step("new"),
      step("c", { output: `${long}2` }),
    ],
  );
  expect(
    pairs.map(({ path, differs, left, right }) => [path, differs, left !== undefined, right !== undefined]),
  ).toEqual([
    ["a", [], true, true],
    ["b", ["status", "output"], true, true],
    ["gone", ["status"], true, false],
    ["c", ["output"], true, true],
    ["new", ["status"], false, true],
  ]);
});

test("the steps of an execution put its graph to its end, with the edges that were taken", () => {
  const edge = { id: "e1", source: "a", port: "out", target: "b" } as DefinitionEdge;
  const end = endOf(
    [step("a"), step("b", { status: "COMPLETED_LATE" }), step("c", { status: "NOT_REACHED" })],
    leavingEdges({ edges: [edge] }),
  );
  expect([...end.steps.states()].map(({ path, status }) => [path, status])).toEqual([
    ["a", "completed"],
    ["b", "completedLate"],
    ["c", "notReached"],
  ]);
  expect([...end.taken]).toEqual([["e1", 1]]);
});
