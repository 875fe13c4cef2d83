import type { Json, JsonObject } from "../definition/json.ts";
import type { Scenario } from "./scenario.ts";

/** The node types of the machine that use an activity of their own name. */
export const CALLER_TYPES = ["call_workflow", "wait_for_event", "lock"] as const;

/**
 * The answer of such an activity in a scenario: the one that `answers` has for the path, otherwise the simplest one: the lock
 * is granted, there is no event yet, or the called workflow is started.
 */
export function answerOf(
  scenario: Pick<Scenario, "answers">,
  step: { readonly path: string; readonly type: string; readonly input: JsonObject },
): Json {
  const scripted = scenario.answers?.[step.path];
  if (scripted !== undefined) return scripted;
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

export function isCallerType(type: string): boolean {
  return (CALLER_TYPES as readonly string[]).includes(type);
}
