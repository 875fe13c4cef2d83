import type { EventTrigger, Trigger } from "../definition/trigger.ts";
import type { TriggerDescription } from "./trigger-description.ts";

/** Events that callers send (`POST /events`, `eventSend`), and those that executions emit. */
export const event: TriggerDescription = {
  kind: "event",
  title: "Event",
  description: "Starts the workflow for events that are sent to Tempograph or emitted by executions.",
  fields: ["eventType", "source"],
  listensTo: (trigger: Trigger) => {
    const { eventType, source } = trigger as EventTrigger;
    return { eventType, source };
  },
  patterns: ["{eventType:name} arrives[ from {source}]", "any event arrives[ from {source}]"],
  sentence(trigger) {
    const { eventType = "*", source } = trigger as EventTrigger;
    const what =
      eventType === "*"
        ? "any event"
        : eventType.endsWith(".*")
          ? `an event whose type begins with ${eventType.slice(0, -1)}`
          : `an event ${eventType}`;
    return `when ${what} arrives${source === undefined ? "" : ` from ${source}`}`;
  },
};
