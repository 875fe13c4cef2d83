import { findListeningCircle, type Database } from "@tempograph/db";
import { limits, triggerDescription, type Problem } from "@tempograph/graph";
import type { PublishedTrigger, TriggerKind } from "../trigger-kind.ts";
import { heardWorkflow } from "./heard-workflow.ts";

/**
 * Another workflow's execution has ended, or has an incident. Whoever writes the end of an execution stores the event, in the same
 * transaction (`db/src/queries/triggers/ending-events.ts`); so nothing has to run here.
 */
export const workflow: TriggerKind = {
  description: triggerDescription("workflow")!,

  async check(tx, published) {
    const of = String(published.trigger.config?.["workflow"]);
    const { found, problems } = await heardWorkflow(tx, of, "/config/workflow");
    return found === undefined ? problems : await circleProblems(tx, published, found);
  },
};

/** Workflows that start each other are stopped after a number of executions; the one that is published last says so beforehand. */
async function circleProblems(
  tx: Database,
  { trigger, workflowId }: PublishedTrigger,
  heard: { readonly id: string; readonly name: string },
): Promise<Problem[]> {
  const names = await findListeningCircle(tx, workflowId, heard.id);
  if (names === null) return [];
  const isItself = heard.id === workflowId;
  const endless = isItself && trigger.condition === undefined;
  const through = isItself ? "its own executions" : `"${heard.name}", which is started by way of this workflow itself`;
  return [
    {
      ...{ code: "LISTENS_TO_ITSELF", severity: endless ? "error" : "warning", path: "/config/workflow" },
      message: `The trigger "${trigger.id}" listens to ${through}: each execution starts the next one, ${String(limits.MAX_EVENT_HOPS)} at most.`,
      hint: endless
        ? "Give the trigger a condition under which the chain ends, or use a schedule for work that repeats."
        : "Make sure that a condition ends the chain.",
    },
  ];
}
