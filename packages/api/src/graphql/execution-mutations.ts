import type { ExecutionRecord } from "@tempograph/db";
import { builder } from "./builder.ts";
import { ConflictError, NotFoundError, UnavailableError, ValidationError, unwrap } from "./errors.ts";
import { ExecutionType } from "./node-refs.ts";

const payload = (name: string, description: string) =>
  builder.objectRef<ExecutionRecord>(name).implement({
    description,
    fields: (t) => ({
      execution: t.field({
        type: ExecutionType,
        description:
          "As it is after the operation; if the mirror does not show it within two seconds, as it is stored by then.",
        resolve: (e) => e,
      }),
    }),
  });

const idDescription = "Id of the execution.";

const ExecutionCancelInput = builder.inputType("ExecutionCancelInput", {
  description: "Which execution to cancel.",
  fields: (t) => ({
    id: t.id({ required: true, description: idDescription }),
    reason: t.string({ required: false, description: "Why; for people." }),
  }),
});
const ExecutionTerminateInput = builder.inputType("ExecutionTerminateInput", {
  description: "Which execution to terminate.",
  fields: (t) => ({
    id: t.id({ required: true, description: idDescription }),
    reason: t.string({ required: false, description: "Why; stands in Temporal's history." }),
  }),
});
const ExecutionSignalInput = builder.inputType("ExecutionSignalInput", {
  description: "A signal to an execution.",
  fields: (t) => ({
    id: t.id({ required: true, description: idDescription }),
    name: t.string({ required: true, description: "What waits for it names it." }),
    payload: t.field({ type: "JSON", required: false, description: "What it brings. Default null." }),
    signalId: t.string({ required: false, description: "The same id sent twice counts once. Default: a new one." }),
  }),
});

builder.mutationFields((t) => ({
  executionCancel: t.field({
    type: payload("ExecutionCancelPayload", "The execution that was asked to stop."),
    description:
      "Asks an execution to stop in order: open steps are told, compensation runs. Works on a pending one too.",
    errors: { types: [ValidationError, NotFoundError, ConflictError, UnavailableError] },
    args: { input: t.arg({ type: ExecutionCancelInput, required: true, description: "Which one." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.cancelExecution(input)),
  }),
  executionTerminate: t.field({
    type: payload("ExecutionTerminatePayload", "The execution that was stopped."),
    description: "Stops an execution at once, without clearing up.",
    errors: { types: [ValidationError, NotFoundError, ConflictError, UnavailableError] },
    args: { input: t.arg({ type: ExecutionTerminateInput, required: true, description: "Which one." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.terminateExecution(input)),
  }),
  executionSignal: t.field({
    type: payload("ExecutionSignalPayload", "The execution that was told."),
    description: "Sends a signal to an execution. It is kept until something waits for it.",
    errors: { types: [ValidationError, NotFoundError, ConflictError, UnavailableError] },
    args: { input: t.arg({ type: ExecutionSignalInput, required: true, description: "The signal." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.signalExecution(input)),
  }),
}));
