import { findListeningCircle, findWorkflowsToHear, type Database } from "@tempograph/db";
import { limits, triggerDescription, type Problem } from "@tempograph/graph";
import type { PublishedTrigger, TriggerKind } from "../trigger-kind.ts";

/**
 * Another workflow's execution has ended, or has an incident. Whoever writes the end of an execution stores the event, in the same
 * transaction (`db/src/queries/triggers/ending-events.ts`); so nothing has to run here.
 */
export const workflow: TriggerKind = {
  description: triggerDescription("workflow")!,

  async check(tx, published) {
    const of = String(published.trigger.config?.["workflow"]);
    const found = await findWorkflowsToHear(tx, of);
    if (found.length === 1) return await circleProblems(tx, published, found[0]!);
    if (found.length > 1)
      return [
        {
          ...{ code: "WORKFLOW_AMBIGUOUS", severity: "error", path: "/config/workflow" },
          message: `Several workflows are called ${JSON.stringify(of)}.`,
          hint: `Write the id of one of them: ${found.map(({ id }) => id).join(", ")}.`,
        },
      ];
    // Files that are applied together name each other by their keys, so one of them comes first.
    const isId = of.startsWith("wf_");
    return [
      {
        ...{ code: "WORKFLOW_UNKNOWN", severity: isId ? "error" : "warning", path: "/config/workflow" },
        message: `The project has no workflow with the id, key or name ${JSON.stringify(of)}${isId ? "" : " yet; until it has one, the trigger hears nothing"}.`,
        hint: "Write the id, the key or the name of a workflow of this project.",
      },
    ];
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
