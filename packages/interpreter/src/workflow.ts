import {
  allHandlersFinished,
  CancelledFailure,
  CancellationScope,
  condition,
  workflowInfo,
} from "@temporalio/workflow";
import { ApplicationFailure } from "@temporalio/common";
import { getActivator } from "@temporalio/workflow/lib/global-attributes.js";
import {
  drainEvent,
  executionStart,
  Machine,
  TraceHasher,
  type Command,
  type ExecutionResult,
  type ExecutionStart,
  type MachineEvent,
} from "@tempograph/graph/machine";
import { arrive, arrivedBatch, batchIsReady } from "./arrivals.ts";
import { cancelOpen, runStep, startTimer, startYield } from "./carry-out.ts";
import { continueWith } from "./continue-with.ts";
import { setSignalHandlers } from "./signal-handlers.ts";
import { programOf } from "./program-cache.ts";
import { acceptOperations, answerOperations } from "./steer.ts";
import { showDetails, standingTeller } from "./show.ts";
import { reportTrace } from "./trace-sink.ts";

/**
 * The one Temporal workflow: every execution of every graph runs it, under the name of its own workflow (a module's
 * default export answers to every workflow type). It only drives the machine: one loop, one suspension point.
 */
export default async function interpreter(...args: unknown[]): Promise<ExecutionResult> {
  const start = startOrFail(args);
  const machine = new Machine(programOf(start), start.resume?.state);
  const hasher = new TraceHasher();
  const tellStanding = standingTeller(machine, start);
  showDetails(machine, start);
  setSignalHandlers();
  acceptOperations(machine);
  arrive(firstEvent(start));

  // Cancelling is the machine's to decide (rule 7): no scope of ours is cancelled by the workflow's own.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      // Everything that one activation brings is applied as one batch, once the activation is over.
      await condition(batchIsReady);
      const batch = withDrain(arrivedBatch(), start);
      const { commands, trace, operationResults } = machine.apply(batch, Date.now());
      hasher.add(trace);
      reportTrace(trace);
      if (operationResults.length > 0) {
        answerOperations(operationResults);
        // Within this activation: whoever asked hears the result before the execution can end.
        await condition(allHandlersFinished);
      }
      tellStanding(batch, trace);
      // Without a pause in between: in which order commands reach the server hangs on it, and histories replay (I8).
      for (const command of commands) {
        if (command.kind === "continueAsNew") return continueWith(start, machine.snapshot(), hasher.digest());
        const result = carryOut(command, start, hasher);
        if (result !== undefined) return result;
      }
    }
  });
}

function startOrFail(args: readonly unknown[]): ExecutionStart {
  const start = executionStart(args);
  if (start !== null) return start;
  const message = "The workflow's arguments are no start of an execution.";
  const failure = { code: "DEFINITION_INVALID", message, hint: "Start executions by sending an event to Tempograph." };
  throw ApplicationFailure.create({ message, type: failure.code, nonRetryable: true, details: [{ failure }] });
}

function firstEvent({ event, seed, resume }: ExecutionStart): MachineEvent {
  const { workflowId, startTime } = workflowInfo();
  const time = startTime.getTime();
  if (resume !== undefined) return { kind: "resumed", time };
  return { kind: "started", event, executionId: workflowId, ...(seed !== undefined && { seed }), time };
}

/** A long history asks the machine to continue as new; the mirror reads the same figures from the history itself. */
function withDrain(batch: readonly MachineEvent[], { historyLimit }: ExecutionStart): readonly MachineEvent[] {
  const { historyLength: length, historySize: bytes, continueAsNewSuggested: isSuggested } = workflowInfo();
  const drain = drainEvent({ length, bytes, isSuggested }, historyLimit);
  return drain === null ? batch : [drain, ...batch];
}

/** Carries a command out; the terminal ones give the workflow's result, or throw what it ends with. */
function carryOut(
  command: Exclude<Command, { kind: "continueAsNew" }>,
  start: ExecutionStart,
  hasher: TraceHasher,
): ExecutionResult | undefined {
  switch (command.kind) {
    case "runStep":
      runStep(command, start.definition.workflow);
      return undefined;
    case "startTimer":
      startTimer(command);
      return undefined;
    case "cancel":
      cancelOpen(command.path);
      return undefined;
    case "yield":
      startYield();
      return undefined;
    case "complete":
      return { status: command.status, output: command.output, traceHash: hasher.digest() };
    case "fail": {
      const { failure } = command;
      throw ApplicationFailure.create({
        message: failure.message,
        type: failure.code,
        nonRetryable: true,
        details: [{ failure, traceHash: hasher.digest() }],
      });
    }
    case "cancelled":
      // The request may have come to an earlier run of the chain: the SDK, which knows only this one, would fail instead.
      (getActivator() as unknown as { cancelled: boolean }).cancelled = true;
      throw new CancelledFailure(command.reason ?? "cancelled on request", [{ traceHash: hasher.digest() }]);
  }
}
