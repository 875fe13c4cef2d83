import type { Health, HealthPart } from "../app/health.ts";
import { builder } from "./builder.ts";

const HealthPartType = builder.objectRef<HealthPart>("HealthPart").implement({
  description: "One part that the API needs.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "`postgres` or `temporal`." }),
    ok: t.exposeBoolean("ok", { description: "It answers." }),
    latencyMs: t.exposeFloat("latencyMs", {
      nullable: true,
      description: "How long it took to answer, in milliseconds.",
    }),
    message: t.exposeString("message", { nullable: true, description: "What is wrong, and what still works." }),
  }),
});

builder.objectRef<Health>("Health").implement({
  description:
    "Whether all parts answer. While Temporal is down events are still accepted; they start once it is back.",
  fields: (t) => ({
    ok: t.exposeBoolean("ok", { description: "Every part answers." }),
    version: t.exposeString("version", { description: "Version of Tempograph." }),
    parts: t.field({ type: [HealthPartType], description: "Each part.", resolve: (h) => [...h.parts] }),
  }),
});
