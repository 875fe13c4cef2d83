import type { Json, JsonObject } from "../definition/json.ts";
import type { Scenario } from "./scenario.ts";

/** The node types of the machine that use an activity of their own name. */
export const ASKING_TYPES = ["call_workflow", "wait_for_event", "lock"] as const;

/**
 * What the activity of such a node answers in a scenario: what its `answers` say for the path, else the plainest of all:
 * a lock is granted, no event is there yet, a workflow is started.
 */
export function answerOf(
  scenario: Pick<Scenario, "answers">,
  step: { readonly path: string; readonly type: string; readonly input: JsonObject },
): Json {
  const told = scenario.answers?.[step.path];
  if (told !== undefined) return told;
  if (step.path.includes("!")) return {};
  switch (step.type) {
    case "lock":
      return { granted: true };
    case "wait_for_event":
      return { event: null };
    default:
      return { executionId: "exe_child", workflowId: "wf_child", version: 1 };
  }
}

export function isAsking(type: string): boolean {
  return (ASKING_TYPES as readonly string[]).includes(type);
}
