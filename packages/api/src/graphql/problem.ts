import { storedHint, type Problem } from "@tempograph/graph";
import { builder } from "./builder.ts";

const Severity = builder.enumType("Severity", {
  description: "How bad a problem is.",
  values: {
    ERROR: { value: "error", description: "Publishing refuses; a draft may be saved with it." },
    WARNING: { value: "warning", description: "Published all the same." },
  } as const,
});

export const ProblemType = builder.objectRef<Problem>("Problem").implement({
  description: "What is wrong with a graph, at one place.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "UPPER_SNAKE; each has a page in `docs/errors`." }),
    severity: t.field({ type: Severity, description: "Whether publishing refuses on it.", resolve: (p) => p.severity }),
    path: t.exposeString("path", { description: "JSON Pointer into what was sent: `/nodes/3/data/url`." }),
    node: t.string({
      nullable: true,
      description: "Id of the node or edge it is about.",
      resolve: (p) => p.node ?? null,
    }),
    message: t.exposeString("message", { description: "What is wrong." }),
    hint: t.string({ description: "What to do about it.", resolve: (p) => storedHint(p) ?? "" }),
    cure: t.string({
      description: "What to do about it.",
      deprecationReason: "Use `hint`.",
      resolve: (p) => storedHint(p) ?? "",
    }),
  }),
});
