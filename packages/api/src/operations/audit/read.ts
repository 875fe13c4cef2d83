import { listAudit, type AuditRecord } from "@tempograph/db";
import { auditAnswer } from "../answers/system.ts";
import { id, input, moment, optional, text } from "../fields.ts";
import { defineList } from "../operation.ts";

export const auditLog = defineList({
  name: "auditLog",
  permission: "audit",
  summary: "List who did what, the newest first (for admins)",
  description:
    "Lists who performed which operation and when, the newest first. For admins only. Sending events is not in the log, because each event is stored itself.",
  input: input("AuditLogQuery", "Which entries.", {
    filter: optional(
      input("AuditFilter", "Which entries. An absent field does not restrict the list.", {
        actor: optional(text("Only those of this caller.")),
        action: optional(text("Only those of this operation, such as `executionPause`.")),
        target: optional(id("About this.")),
        after: optional(moment("Only those at this moment or later.")),
        before: optional(moment("Only those before this moment.")),
      }),
    ).describe("Which ones."),
  }),
  of: "AuditEntry",
  newestFirst: true,
  cursor: "number",
  keyOf: (entry: AuditRecord) => entry.id,
  large: ["input"],
  rows: ({ deps: { db } }, { filter }, page) => listAudit(db, filter ?? {}, page),
  rest: {
    path: "/audit",
    tag: "system",
    item: auditAnswer,
    items: (rows) => rows.map(({ id: _, ...entry }) => entry),
  },
});
