import { storedHint, type Failure } from "@tempograph/graph";
import { builder } from "./builder.ts";

export const FailureType = builder.objectRef<Failure>("Failure").implement({
  description: "Why a step, an attempt or an execution failed.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "UPPER_SNAKE; each has a page in `docs/errors`." }),
    message: t.exposeString("message", { description: "What happened." }),
    path: t.string({ nullable: true, description: "The step it is about.", resolve: (f) => f.path ?? null }),
    hint: t.string({ nullable: true, description: "What to do about it.", resolve: (f) => storedHint(f) ?? null }),
    cure: t.string({
      nullable: true,
      description: "What to do about it.",
      deprecationReason: "Use `hint`.",
      resolve: (f) => storedHint(f) ?? null,
    }),
    retryable: t.boolean({
      nullable: true,
      description: "Whether another attempt could help.",
      resolve: (f) => f.retryable ?? null,
    }),
    details: t.field({
      type: "JSON",
      nullable: true,
      description: "More, where the node gives it.",
      resolve: (f) => f.details ?? null,
    }),
  }),
});
