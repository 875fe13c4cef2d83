import type { Trigger } from "../definition/trigger.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { triggerSource } from "./trigger-source.ts";

const WORDS = {
  completed: "completes",
  failed: "fails",
  incident: "has an incident",
  any: "completes, fails or has an incident",
};

/** The `config` of a trigger of the kind `workflow`. */
interface WorkflowConfig {
  readonly workflow: string;
  readonly on?: keyof typeof WORDS;
}

const configOf = (trigger: Trigger): WorkflowConfig => trigger.config as unknown as WorkflowConfig;

/** Another workflow's execution has completed, failed, or waits for a person. */
export const workflow: TriggerDescription = {
  kind: "workflow",
  title: "Another workflow",
  description: "Starts the workflow when an execution of another one has completed, has failed, or has an incident.",
  config: {
    type: "object",
    properties: {
      workflow: {
        type: "string",
        title: "Workflow",
        description: "The id of the other workflow, `wf_…`.",
        minLength: 1,
        maxLength: 200,
      },
      on: {
        enum: ["completed", "failed", "incident", "any"],
        title: "On",
        description:
          "What happened: `completed` (default), `failed` (also timed out or terminated), `incident` (a step waits for a person), or `any` of them.",
      },
    },
    required: ["workflow"],
    additionalProperties: false,
  },
  example: { workflow: "wf_01h455vb4pex5vsknk084sn02q", on: "failed" },
  listensTo(trigger) {
    const { workflow: of, on = "completed" } = configOf(trigger);
    return {
      eventType: on === "any" ? "tempograph.execution.*" : `tempograph.execution.${on}`,
      source: triggerSource("workflow", of),
    };
  },
  sentence(trigger) {
    const { workflow: of, on = "completed" } = configOf(trigger);
    return `when an execution of ${of} ${WORDS[on]}`;
  },
};
