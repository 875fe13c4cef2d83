import { expect, test } from "vitest";
import { temporalPriority } from "./temporal-priority.ts";

const task = { project: "main", workflowId: "wf_1" };

test("what a workflow's policies say is told to Temporal; its own turn among other workflows is not", () => {
  const plain = { priority: 3, fairnessKey: "wf_1", fairnessWeight: 1 };
  expect(temporalPriority({ ...task, order: plain })).toEqual({});
  expect(temporalPriority({ ...task, order: { ...plain, fairnessKey: "" } })).toEqual({});
  expect(temporalPriority({ ...task, order: { ...plain, priority: 1 } })).toEqual({ priority: { priorityKey: 1 } });
  expect(temporalPriority({ ...task, order: { ...plain, fairnessKey: "customer", fairnessWeight: 2 } })).toEqual({
    priority: { fairnessKey: expect.stringMatching(/^[\w-]{43}$/), fairnessWeight: 2 },
  });
});
