import { triggerDescriptions } from "@tempograph/graph";
import { id, input, json, listOf, optional, text } from "../fields.ts";

export const workflowId = id("`wf_…`");

export const name = text("1 to 200 characters. Need not be unique.");

export const workflowKey = text(
  "The key by which files name the workflow, such as `sales/hot-leads`: 1 to 100 letters, digits, and _ . - /. Unique in the project.",
);

export const graph = json("`{ nodes, edges, settings? }`, as React Flow stores it. Unknown keys are kept.");

const kinds = triggerDescriptions.map(({ kind }) => `\`${kind}\``).join(", ");

export const triggerInput = input(
  "TriggerInput",
  "A trigger of a workflow. Triggers are evaluated in order; the first that matches an event starts the workflow, once.",
  {
    kind: optional(text(`The kind of the trigger: ${kinds}. Default \`event\`.`)),
    id: optional(text("An id that is unique in the workflow. Default: `trigger` and its index.")),
    eventType: optional(
      text(
        "The CloudEvents `type` that the event must have: `order.created`, or `order.*` for all types that begin with `order.`. Absent or `*`: every type.",
      ),
    ),
    source: optional(
      text(
        "Of the kind `event`: the CloudEvents `source` that the event must have. Absent: every source that callers can name.",
      ),
    ),
    config: optional(
      json("What the source of the other kinds needs to know: an object that fits the kind's JSON Schema."),
    ),
    when: optional(
      json(
        "What has to hold beyond the condition: `{ time?, history?, state? }`, the times at which events count, entries of the memory that the condition reads as `state.<name>`, and how long no other execution for the same subject may have started before.",
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
