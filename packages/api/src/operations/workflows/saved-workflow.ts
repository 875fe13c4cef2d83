import type { SavedWorkflow } from "../../app/saved-workflow.ts";
import { savedAnswer, savedJson } from "../answers/workflow.ts";
import type { GraphqlResult } from "../operation.ts";

/** The payload of operations that save or publish. */
export function savedPayload(payload: string, description: string): GraphqlResult<SavedWorkflow> {
  return {
    payload,
    description,
    fields: {
      workflow: { type: "Workflow", description: "The workflow as it is now.", from: (saved) => saved.workflow },
      version: {
        type: "WorkflowVersion?",
        description:
          "The version that new events start from now on, if this call published. If nothing had changed since the last version, it is that version.",
        from: (saved) => saved.version ?? null,
      },
      problems: {
        type: "[Problem]",
        description: "The problems of the graph. If it was published, there are only warnings.",
        from: (saved) => [...saved.problems],
      },
    },
  };
}

export const savedRest = { schema: savedAnswer, from: savedJson };
