import { listAudit, type AuditRecord } from "@tempograph/db";
import { auditAnswer } from "../answers/system.ts";
import { id, input, moment, optional, text } from "../fields.ts";
import { defineList } from "../operation.ts";

export const auditLog = defineList({
  name: "auditLog",
  permission: "audit",
  summary: "Who did what, when; the newest first. For admins",
  description: "Who did what, when; the newest first. For admins. Events are not in it: they are their own record.",
  input: input("AuditLogQuery", "Which entries.", {
    filter: optional(
      input("AuditFilter", "Which entries; what is absent does not narrow.", {
        actor: optional(text("By this one.")),
        action: optional(text("Of this mutation.")),
        target: optional(id("About this.")),
        after: optional(moment("At this moment or later.")),
        before: optional(moment("Before this moment.")),
      }),
    ).describe("Which ones."),
  }),
  of: "AuditEntry",
  newestFirst: true,
  cursor: "number",
  keyOf: (entry: AuditRecord) => entry.id,
  rows: ({ deps: { db } }, { filter }, page) => listAudit(db, filter ?? {}, page),
  rest: {
    path: "/audit",
    tag: "system",
    item: auditAnswer,
    items: (rows) => rows.map(({ id: _, ...entry }) => entry),
  },
});
