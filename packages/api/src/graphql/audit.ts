import type { AuditRecord } from "@tempograph/db";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { unwrapOrRequestError } from "./request-error.ts";

const AuditEntryType = builder.objectRef<AuditRecord>("AuditEntry").implement({
  description: "One thing that somebody did, or tried.",
  fields: (t) => ({
    at: t.expose("at", { type: "DateTime", description: "When." }),
    actor: t.exposeString("actor", { description: "Name of the token." }),
    actorRoles: t.stringList({ description: "Its roles at that moment.", resolve: (a) => [...a.actorRoles] }),
    action: t.exposeString("action", { description: "The mutation, such as `executionPause`." }),
    target: t.id({ nullable: true, description: "Id of what it was about.", resolve: (a) => a.target }),
    input: t.field({
      type: "JSON",
      nullable: true,
      description: "What was asked, without secrets, shortened where long.",
      resolve: (a) => a.input,
    }),
    outcome: t.exposeString("outcome", {
      nullable: true,
      description: "`ok`, or the error's code. Null: it was cut short, and may have happened.",
    }),
  }),
});

const AuditConnection = builder.connectionObject(
  { type: AuditEntryType, name: "AuditEntryConnection" },
  { name: "AuditEntryEdge" },
);

const AuditFilterInput = builder.inputType("AuditFilter", {
  description: "Which entries; what is absent does not narrow.",
  fields: (t) => ({
    actor: t.string({ required: false, description: "By this one." }),
    action: t.string({ required: false, description: "Of this mutation." }),
    target: t.id({ required: false, description: "About this." }),
    after: t.field({ type: "DateTime", required: false, description: "At this moment or later." }),
    before: t.field({ type: "DateTime", required: false, description: "Before this moment." }),
  }),
});

builder.queryField("auditLog", (t) =>
  t.connection(
    {
      type: AuditEntryType,
      description: "Who did what, when; the newest first. For admins. Events are not in it: they are their own record.",
      args: { filter: t.arg({ type: AuditFilterInput, required: false, description: "Which ones." }) },
      resolve: (_root, args, { app }) =>
        connectionOf(
          args,
          "number",
          (entry: AuditRecord) => entry.id,
          async (page) => unwrapOrRequestError(await app.listAudit(args.filter ?? {}, page)),
        ),
    },
    AuditConnection,
  ),
);
