import type { Rerun } from "../app/rerun/rerun-execution.ts";
import { builder } from "./builder.ts";
import { ConflictError, NotFoundError, ValidationError, unwrap } from "./errors.ts";
import { ExecutionType } from "./node-refs.ts";

export const RerunVersionEnum = builder.enumType("RerunVersion", {
  description: "The version that a rerun runs.",
  values: {
    SAME: { value: "same", description: "That of the old execution." },
    PUBLISHED: { value: "published", description: "The one that new events start at this moment." },
  } as const,
});

const ExecutionRerunInput = builder.inputType("ExecutionRerunInput", {
  description: "Which execution to run again, and from where.",
  fields: (t) => ({
    executionId: t.id({ required: true, description: "Id of the execution, which has ended." }),
    fromNode: t.id({
      required: false,
      description:
        "Id of the node to begin at; of one inside a container, the container begins again. What is not behind it keeps its outputs. Absent: everything runs again.",
    }),
    version: t.field({ type: RerunVersionEnum, required: false, description: "Default SAME." }),
    idempotencyKey: t.string({ required: false, description: "The same rerun with the same key counts once." }),
  }),
});

builder.mutationFields((t) => ({
  executionRerun: t.field({
    type: builder.objectRef<Rerun>("ExecutionRerunPayload").implement({
      description: "The new execution.",
      fields: (f) => ({
        execution: f.field({
          type: ExecutionType,
          description: "The new one; it is PENDING.",
          resolve: (r) => r.execution,
        }),
        seededNodes: f.idList({
          description: "Nodes that do not run again: their outputs are taken over.",
          resolve: (r) => [...r.seeded],
        }),
        deduplicated: f.exposeBoolean("deduplicated", { description: "It was there already, by its idempotencyKey." }),
      }),
    }),
    description:
      "Runs a closed execution again, as a new one for the same event, linked to the old. Steps that were undone run again.",
    errors: { types: [ValidationError, NotFoundError, ConflictError] },
    args: { input: t.arg({ type: ExecutionRerunInput, required: true, description: "Which one." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.rerunExecution(input)),
  }),
}));
