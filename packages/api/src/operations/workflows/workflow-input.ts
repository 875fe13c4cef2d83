import { id, input, json, listOf, optional, text } from "../fields.ts";

export const workflowId = id("`wf_…`");

export const name = text("1 to 200 characters. Need not be unique.");

export const graph = json("`{ nodes, edges, settings? }`, as React Flow stores it. Unknown keys are kept.");

export const triggerInput = input(
  "TriggerInput",
  "A trigger of a workflow. Triggers are evaluated in order; the first that matches an event starts the workflow, once.",
  {
    kind: optional(text("The kind of the trigger. The default and only kind is `event`.")),
    id: optional(text("An id that is unique in the workflow. Default: `trigger` and its index.")),
    eventType: optional(
      text(
        "The CloudEvents `type` that the event must have: `order.created`, or `order.*` for all types that begin with `order.`. Absent or `*`: every type.",
      ),
    ),
    condition: optional(
      json(
        "The condition for the event: JSONLogic, in which the payload's fields are at the top level, or one template `{{ … }}`. Absent: every event.",
      ),
    ),
  },
);

export const triggers = (description: string) => optional(listOf(triggerInput, description));
