import type { HistoryEventRecord } from "@tempograph/db";
import { builder } from "./builder.ts";

export const HistoryEventType = builder.objectRef<HistoryEventRecord>("HistoryEvent").implement({
  description: "One event of Temporal's history, exactly as Temporal holds it.",
  fields: (t) => ({
    runId: t.exposeString("runId", { description: "The run it belongs to." }),
    eventId: t.exposeString("eventId", { description: "Temporal's event id: 1, 2, 3 … in each run." }),
    eventType: t.exposeString("eventType", { description: "Temporal's event type, such as `ActivityTaskCompleted`." }),
    eventTime: t.expose("eventTime", { type: "DateTime", description: "When Temporal recorded it." }),
    attributes: t.field({
      type: "JSON",
      description: "The whole event as proto3 JSON.",
      resolve: (e) => e.attributes,
    }),
  }),
});
