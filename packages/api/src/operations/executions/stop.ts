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
  summary: "Cancel an execution",
  description:
    "Cancels an execution: open steps are asked to stop, and compensation runs. A pending execution can be cancelled, too.",
  input: input("ExecutionCancelInput", "Which execution to cancel.", {
    id: executionId,
    reason: optional(text("The reason, for people.")),
  }),
  bulk: {
    kind: "cancel",
    targets: "open",
    check: checkReason,
    run: (deps, _caller, { reason }, { executionId, key }) =>
      cancelExecution(deps, { id: executionId, reason, requestId: key }),
  },
  result: executionPayload("ExecutionCancelPayload", "The execution that was cancelled."),
  rest: { method: "POST", path: "/executions/:id/cancel", tag: "executions", status: 202, answer: executionRest },
  async run({ deps }, input) {
    const accepted = await cancelExecution(deps, input);
    return accepted.ok ? ok(await readAfter(deps, accepted.value, hasClosed)) : accepted;
  },
});

export const executionTerminate = defineOperation({
  ...common,
  name: "executionTerminate",
  summary: "Terminate an execution",
  description: "Terminates an execution at once, without compensation.",
  input: input("ExecutionTerminateInput", "Which execution to terminate.", {
    id: executionId,
    reason: optional(text("The reason, which is stored in Temporal's history.")),
  }),
  bulk: {
    kind: "terminate",
    targets: "open",
    check: checkReason,
    run: (deps, _caller, { reason }, { executionId }) => terminateExecution(deps, { id: executionId, reason }),
  },
  result: executionPayload("ExecutionTerminatePayload", "The execution that was terminated."),
  rest: { method: "POST", path: "/executions/:id/terminate", tag: "executions", status: 202, answer: executionRest },
  async run({ deps }, input) {
    const accepted = await terminateExecution(deps, input);
    return accepted.ok ? ok(await readAfter(deps, accepted.value, hasClosed)) : accepted;
  },
});

/** Sends a signal. The answer does not wait for an effect, because the graph decides what a signal changes. */
export const executionSignal = defineOperation({
  ...common,
  name: "executionSignal",
  summary: "Send an execution a signal",
  description: "Sends a signal to an execution. The execution keeps it until a node waits for it.",
  input: input("ExecutionSignalInput", "A signal to an execution.", {
    id: executionId,
    name: text("The name of the signal, for which nodes wait, such as `paid`."),
    payload: optional(json("The payload. Default null.")),
    signalId: optional(
      text("The signal's id. A signal that is sent twice with the same id counts once. Default: a new id."),
    ),
  }),
  idempotency: "signalId",
  bulk: {
    kind: "signal",
    targets: "running",
    check: ({ signalName, payload }) => checkSignal({ name: signalName ?? "", payload }),
    run: (deps, _caller, { signalName, payload }, { executionId, key }) =>
      signalExecution(deps, { id: executionId, name: signalName ?? "", payload, signalId: key }),
  },
  result: executionPayload("ExecutionSignalPayload", "The execution that got the signal."),
  rest: { method: "POST", path: "/executions/:id/signal", tag: "executions", status: 202, answer: executionRest },
  run: ({ deps }, input) => signalExecution(deps, input),
});
