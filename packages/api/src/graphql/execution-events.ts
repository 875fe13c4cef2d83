import type { UpdateRecord } from "@tempograph/db";
import { initContextCache } from "@pothos/core";
import { isClosing } from "../live/is-closing.ts";
import { builder } from "./builder.ts";
import { unwrapOrRequestError } from "./request-error.ts";
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

const ExecutionUpdate = builder.objectRef<UpdateRecord>("ExecutionUpdate").implement({
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
      resolve: async (u, _args, { app }) =>
        u.path === null ? null : ((await app.loadSteps([`${u.executionId}:${u.path}`]))[0] ?? null),
    }),
  }),
});

builder.subscriptionField("executionEvents", (t) =>
  t.field({
    type: ExecutionUpdate,
    description:
      "Every update of an execution behind the cursor, first the stored ones, then live; ends behind the closing one. " +
      "After a lost connection, subscribe again with the last cursor: every later update comes once.",
    args: {
      executionId: t.arg.id({ required: true, description: "Id of the execution." }),
      after: t.arg.string({
        required: false,
        description: "Cursor of the last update that was seen. Absent: from the beginning.",
      }),
    },
    subscribe: async (_root, { executionId, after }, { app }) =>
      unwrapOrRequestError(await app.followExecution(executionId, after ?? undefined)),
    resolve(update: UpdateRecord, _args, context) {
      // All updates of a subscription share one context, and with it the dataloaders, which remember the rows that they
      // have loaded. Each update gets fresh ones: otherwise the closing update would show the execution as it was
      // beside the first update, still running.
      Object.assign(context, initContextCache());
      return update;
    },
  }),
);
