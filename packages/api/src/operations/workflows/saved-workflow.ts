import type { SavedWorkflow } from "../../app/saved-workflow.ts";
import { savedAnswer, savedJson } from "../answers/workflow.ts";
import type { GraphqlResult } from "../operation.ts";

/** The payload of what saves or publishes. */
export function savedPayload(payload: string, description: string): GraphqlResult<SavedWorkflow> {
  return {
    payload,
    description,
    fields: {
      workflow: { type: "Workflow", description: "The workflow as it is now.", from: (saved) => saved.workflow },
      version: {
        type: "WorkflowVersion?",
        description:
          "The version that new events start from now on, if this call published. Where nothing had changed since it was published, it is the one that was there.",
        from: (saved) => saved.version ?? null,
      },
      problems: {
        type: "[Problem]",
        description: "What is wrong with the graph; warnings alone, if it was published.",
        from: (saved) => [...saved.problems],
      },
    },
  };
}

export const savedRest = { schema: savedAnswer, from: savedJson };
