import type { Trigger } from "../definition/trigger.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { triggerSource } from "./trigger-source.ts";

/** What can happen to an execution, for those who listen. */
const WORDS = {
  completed: "completes",
  failed: "fails",
  timedOut: "times out",
  terminated: "is terminated",
  cancelled: "is cancelled",
  incident: "has an incident",
} as const;

export type ExecutionEnding = keyof typeof WORDS;

const ENDINGS = Object.keys(WORDS) as readonly ExecutionEnding[];
/** What counts as a failure for those who write `failed`. A cancel is what somebody wanted. */
const FAILURES: readonly ExecutionEnding[] = ["failed", "timedOut", "terminated"];
const NAMES = [...ENDINGS, "any"] as const;

/** The `config` of a trigger of the kind `workflow`. */
interface WorkflowConfig {
  readonly workflow: string;
  readonly on?: (typeof NAMES)[number] | readonly (typeof NAMES)[number][];
}

const configOf = (trigger: Trigger): WorkflowConfig => trigger.config as unknown as WorkflowConfig;

function written({ on = "completed" }: WorkflowConfig): readonly (typeof NAMES)[number][] {
  return typeof on === "string" ? [on] : [...on];
}

/** What the trigger hears. Which executions get an event is decided by the same rule in `db/src/queries/triggers/ending-events.ts`. */
function endingsOf(config: WorkflowConfig): readonly ExecutionEnding[] {
  const names = written(config);
  if (names.includes("any")) return ENDINGS;
  return ENDINGS.filter((each) => names.includes(each) || (names.includes("failed") && FAILURES.includes(each)));
}

/** Something has happened to an execution of another workflow: it has ended in some way, or a step waits for a person. */
export const workflow: TriggerDescription = {
  kind: "workflow",
  title: "Another workflow",
  description: "Starts the workflow when an execution of another one has ended, or has an incident.",
  config: {
    type: "object",
    properties: {
      workflow: {
        type: "string",
        title: "Workflow",
        description: "The other workflow: its id, `wf_…`, its key or its name.",
        minLength: 1,
        maxLength: 200,
      },
      on: {
        anyOf: [
          { enum: [...NAMES] },
          { type: "array", items: { enum: [...NAMES] }, minItems: 1, maxItems: NAMES.length, uniqueItems: true },
        ],
        title: "On",
        description:
          "What happened, or a list of it: `completed` (default), `failed` (also timed out or terminated), `timedOut`, `terminated`, `cancelled`, `incident` (a step waits for a person), or `any` of them.",
      },
    },
    required: ["workflow"],
    additionalProperties: false,
  },
  example: { workflow: "wf_01h455vb4pex5vsknk084sn02q", on: ["failed", "incident"] },
  listensTo(trigger) {
    const config = configOf(trigger);
    return {
      eventType: endingsOf(config).map((each) => `tempograph.execution.${each}`),
      source: triggerSource("workflow", config.workflow),
    };
  },
  patterns: ["the workflow {workflow} ends as {on}", "the workflow {workflow} completes"],
  sentence(trigger) {
    const config = configOf(trigger);
    const names = written(config);
    const words = (names.includes("any") ? ENDINGS : ENDINGS.filter((each) => names.includes(each))).map(
      (each) => WORDS[each],
    );
    const last = words.at(-1)!;
    return `when an execution of ${config.workflow} ${words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${last}` : last}`;
  },
};
