import { id, input, json, listOf, optional, text } from "../fields.ts";

export const workflowId = id("`wf_…`");

export const name = text("1 to 200 characters. Need not be unique.");

export const graph = json("`{ nodes, edges, settings? }`, as React Flow stores it. Unknown keys are kept.");

export const triggerInput = input(
  "TriggerInput",
  "What starts a workflow. Several are asked in their order; the first that matches starts it, once.",
  {
    kind: optional(text("What it listens to. Default, and so far the only one: `event`.")),
    id: optional(text("Unique in the workflow. Default: `trigger` and its index.")),
    eventType: optional(
      text(
        "CloudEvents `type` that the event must have: `order.created`, or `order.*` for all that begin so. Absent or `*`: every type.",
      ),
    ),
    condition: optional(
      json(
        "JSONLogic over the event, where the payload's own fields stand at the top, or one template `{{ … }}`. Absent: every event.",
      ),
    ),
  },
);

export const triggers = (description: string) => optional(listOf(triggerInput, description));
