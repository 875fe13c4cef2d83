import type { AuditRecord } from "@tempograph/db";
import { builder } from "./builder.ts";

builder.objectRef<AuditRecord>("AuditEntry").implement({
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
