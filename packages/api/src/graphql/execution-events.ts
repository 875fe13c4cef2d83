import { findSteps, type UpdateRecord } from "@tempograph/db";
import { isClosing } from "../live/is-closing.ts";
import { builder } from "./builder.ts";
import { ExecutionType, StepType } from "./node-refs.ts";

const UpdateKind = builder.enumType("ExecutionUpdateKind", {
  description: "What changed.",
  values: {
    STATUS: { value: "status", description: "The execution's status." },
    STEP: { value: "step", description: "A step." },
    ATTEMPT: { value: "attempt", description: "An attempt of a step." },
    LOG: { value: "log", description: "A node logged a line." },
  } as const,
});

builder.objectRef<UpdateRecord>("ExecutionUpdate").implement({
  description: "One change of an execution.",
  fields: (t) => ({
    cursor: t.string({
      description: "`after` for a subscription that goes on behind this update.",
      resolve: (u) => u.seq,
    }),
    kind: t.field({ type: UpdateKind, description: "What changed.", resolve: (u) => u.kind }),
    path: t.exposeString("path", {
      nullable: true,
      description: "Path of the step it is about. Null: the execution itself.",
    }),
    body: t.field({
      type: "JSON",
      nullable: true,
      description: "The change itself, as it was when it happened.",
      resolve: (u) => u.body,
    }),
    at: t.expose("at", { type: "DateTime", description: "When it happened." }),
    closing: t.boolean({
      description: "The execution has ended: the subscription ends behind this one and what came with it.",
      resolve: isClosing,
    }),
    execution: t.field({
      type: ExecutionType,
      description: "The execution as it is now.",
      resolve: (u) => u.executionId,
    }),
    step: t.field({
      type: StepType,
      nullable: true,
      description: "The step as it is now.",
      resolve: async ({ executionId, path }, _args, { deps }) =>
        path === null ? null : ((await findSteps(deps.db, [{ executionId, path }]))[0] ?? null),
    }),
  }),
});
