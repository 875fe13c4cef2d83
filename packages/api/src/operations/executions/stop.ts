import { hasClosed, readAfter } from "../../app/after-operation.ts";
import { ok } from "../../app/app-error.ts";
import {
  cancelExecution,
  checkReason,
  checkSignal,
  signalExecution,
  terminateExecution,
} from "../../app/steer-execution.ts";
import { input, json, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { executionId, executionPayload, executionRest } from "./execution-input.ts";

const common = {
  kind: "mutation",
  permission: "steer",
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: true,
} as const;

export const executionCancel = defineOperation({
  ...common,
  name: "executionCancel",
  summary: "Ask an execution to stop in order",
  description:
    "Asks an execution to stop in order: open steps are told, compensation runs. Works on a pending one too.",
  input: input("ExecutionCancelInput", "Which execution to cancel.", {
    id: executionId,
    reason: optional(text("Why; for people.")),
  }),
  bulk: {
    kind: "cancel",
    targets: "open",
    check: checkReason,
    run: (deps, _caller, { reason }, { executionId, key }) =>
      cancelExecution(deps, { id: executionId, reason, requestId: key }),
  },
  result: executionPayload("ExecutionCancelPayload", "The execution that was asked to stop."),
  rest: { method: "POST", path: "/executions/:id/cancel", tag: "executions", status: 202, answer: executionRest },
  async run({ deps }, input) {
    const accepted = await cancelExecution(deps, input);
    return accepted.ok ? ok(await readAfter(deps, accepted.value, hasClosed)) : accepted;
  },
});

export const executionTerminate = defineOperation({
  ...common,
  name: "executionTerminate",
  summary: "Stop an execution at once",
  description: "Stops an execution at once, without clearing up.",
  input: input("ExecutionTerminateInput", "Which execution to terminate.", {
    id: executionId,
    reason: optional(text("Why; stands in Temporal's history.")),
  }),
  bulk: {
    kind: "terminate",
    targets: "open",
    check: checkReason,
    run: (deps, _caller, { reason }, { executionId }) => terminateExecution(deps, { id: executionId, reason }),
  },
  result: executionPayload("ExecutionTerminatePayload", "The execution that was stopped."),
  rest: { method: "POST", path: "/executions/:id/terminate", tag: "executions", status: 202, answer: executionRest },
  async run({ deps }, input) {
    const accepted = await terminateExecution(deps, input);
    return accepted.ok ? ok(await readAfter(deps, accepted.value, hasClosed)) : accepted;
  },
});

/** What a signal changes is up to the graph: nobody can wait for its effect. */
export const executionSignal = defineOperation({
  ...common,
  name: "executionSignal",
  summary: "Send an execution a signal",
  description: "Sends a signal to an execution. It is kept until something waits for it.",
  input: input("ExecutionSignalInput", "A signal to an execution.", {
    id: executionId,
    name: text("What waits for it names it."),
    payload: optional(json("What it brings. Default null.")),
    signalId: optional(text("The same id sent twice counts once. Default: a new one.")),
  }),
  idempotency: "signalId",
  bulk: {
    kind: "signal",
    targets: "running",
    check: ({ signalName, payload }) => checkSignal({ name: signalName ?? "", payload }),
    run: (deps, _caller, { signalName, payload }, { executionId, key }) =>
      signalExecution(deps, { id: executionId, name: signalName ?? "", payload, signalId: key }),
  },
  result: executionPayload("ExecutionSignalPayload", "The execution that was told."),
  rest: { method: "POST", path: "/executions/:id/signal", tag: "executions", status: 202, answer: executionRest },
  run: ({ deps }, input) => signalExecution(deps, input),
});
