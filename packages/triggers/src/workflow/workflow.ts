import { findWorkflowToHear } from "@tempograph/db";
import { triggerDescription } from "@tempograph/graph";
import type { TriggerKind } from "../trigger-kind.ts";

/**
 * Another workflow's execution has ended, or has an incident. Whoever writes the end of an execution stores the event, in the same
 * transaction (`db/src/queries/triggers/ending-events.ts`); so nothing has to run here.
 */
export const workflow: TriggerKind = {
  description: triggerDescription("workflow")!,

  async check(tx, { trigger }) {
    const of = String(trigger.config?.["workflow"]);
    const { known, named } = await findWorkflowToHear(tx, of);
    if (known) return [];
    return [
      {
        ...{ code: "WORKFLOW_UNKNOWN", severity: "error", path: "/config/workflow" },
        message: `The project has no workflow with the id ${JSON.stringify(of)}.`,
        hint:
          named === undefined
            ? "Write the id of a workflow of this project, `wf_…`."
            : `A workflow is called so; write its id, ${JSON.stringify(named)}, because names change.`,
      },
    ];
  },
};
