import { anyJson, defineNode } from "@tempograph/nodes-sdk";
import { z } from "zod";

export const log = defineNode({
  type: "log",
  sentence: "log {message}",
  title: "Log",
  description: "Writes a line into the step's log.",
  input: z.object({
    message: z.string().describe("What to write; may hold templates."),
    level: z.enum(["debug", "info", "warn", "error"]).default("info"),
    fields: z.record(z.string(), anyJson).optional().describe("Data beside the message."),
  }),
  idempotent: true,
  timeout: { startToClose: "10s" },
  example: { message: "Lead {{payload.lead.title}} came in", level: "info" },
  execute(ctx, { level, message, fields }) {
    ctx.logger[level](message, fields);
    return null;
  },
});
