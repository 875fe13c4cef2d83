import { builder } from "./builder.ts";

export const TriggerInput = builder.inputType("TriggerInput", {
  description: "What starts a workflow. Several are asked in their order; the first that matches starts it, once.",
  fields: (t) => ({
    id: t.string({ required: false, description: "Unique in the workflow. Default: `trigger` and its index." }),
    eventType: t.string({
      required: false,
      description: "CloudEvents `type` that the event must have. Absent or `*`: every type.",
    }),
    condition: t.field({
      type: "JSON",
      required: false,
      description: "JSONLogic over the event; the payload's own fields stand at the top. Absent: every event.",
    }),
  }),
});
