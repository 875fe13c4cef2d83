import type { LogRecord } from "@tempograph/db";
import { builder } from "./builder.ts";

export const StepLogType = builder.objectRef<LogRecord>("StepLog").implement({
  description: "One line that a node logged.",
  fields: (t) => ({
    attempt: t.exposeInt("attempt", { description: "The attempt that logged it." }),
    level: t.exposeString("level", { description: "debug, info, warn or error." }),
    message: t.exposeString("message", { description: "The line." }),
    fields: t.field({ type: "JSON", nullable: true, description: "Structured fields.", resolve: (l) => l.fields }),
    at: t.expose("at", { type: "DateTime", description: "When it was logged." }),
  }),
});
