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
  REGION_PATH,
  RegionMachine,
  TraceHasher,
  type Command,
  type ExecutionResult,
  type ExecutionStart,
  type MachineEvent,
  type RegionCommand,
  type RegionEvent,
} from "@tempograph/graph/machine";
import { arrive, arrivedBatch, batchIsReady } from "./arrivals.ts";
import { cancelOpen, runRegion, runStep, startTimer, startYield } from "./carry-out.ts";
import { continueWith } from "./continue-with.ts";
import { operationGuard } from "./operation-guard.ts";
import { setSignalHandlers } from "./signal-handlers.ts";
import { programOf } from "./program-cache.ts";
import { acceptOperations, answerOperations } from "./steer.ts";
import { showDetails, standingTeller } from "./show.ts";
import { reportTrace } from "./trace-sink.ts";

// A named export answers to the workflow type of its name.
export { tempographScheduleTick } from "./schedule-tick.ts";

/**
 * The one Temporal workflow. Every execution of every graph runs it; the workflow type is the name of the user's workflow, because
 * a module's default export answers to every workflow type. It only drives the machine: one loop with one place where it waits.
 */
export default async function interpreter(...args: unknown[]): Promise<ExecutionResult> {
  const start = startOrFail(args);
  const regions = new RegionMachine(programOf(start), start.resume?.state);
  const { machine } = regions;
  const hasher = new TraceHasher();
  const tellStanding = standingTeller(machine, start);
  showDetails(machine, start);
  setSignalHandlers();
  const guard = operationGuard(start);
  acceptOperations(machine, guard);
  arrive(firstEvent(start));

  // The machine decides what a cancel request ends (rule 7), so the SDK must not cancel our scopes with the workflow's scope.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      // All events of one activation are applied as one batch when the activation is over.
      await condition(batchIsReady);
      const batch = withDrain(arrivedBatch(), start);
      const { commands, trace, operationResults } = regions.apply(batch, Date.now());
      hasher.add(trace);
      reportTrace(trace);
      if (operationResults.length > 0) {
        answerOperations(operationResults);
        // The Updates are answered within this activation, before a command can end the execution.
        await condition(allHandlersFinished);
      }
      tellStanding(batch, trace);
      // Do not await between commands: their order must be the same when history is replayed (I8).
      for (const command of commands) {
        if (command.kind === "continueAsNew") return continueWith(start, machine.snapshot(), hasher.digest(), guard);
        if (command.kind === "runRegion") {
          const { definition, definitionHash } = start;
          runRegion([{ state: machine.snapshot(), steps: command.steps, definitionHash }, definition]);
          continue;
        }
        const result = carryOut(command, start, hasher);
        if (result !== undefined) return result;
      }
    }
  });
}

function startOrFail(args: readonly unknown[]): ExecutionStart {
  const start = executionStart(args);
  if (start !== null) return start;
  const message = "The workflow's arguments do not describe the start of an execution.";
  const failure = { code: "DEFINITION_INVALID", message, hint: "Start executions by sending an event to Tempograph." };
  throw ApplicationFailure.create({ message, type: failure.code, nonRetryable: true, details: [{ failure }] });
}

function firstEvent({ event, seed, resume }: ExecutionStart): MachineEvent {
  const { workflowId, startTime } = workflowInfo();
  const time = startTime.getTime();
  if (resume !== undefined) return { kind: "resumed", time };
  return { kind: "started", event, executionId: workflowId, ...(seed !== undefined && { seed }), time };
}

type Heard = MachineEvent | RegionEvent;

/** Asks the machine to continue as new if the history is long. The mirror reads the same figures from the history itself. */
function withDrain(batch: readonly Heard[], { historyLimit }: ExecutionStart): readonly Heard[] {
  const { historyLength: length, historySize: bytes, continueAsNewSuggested: isSuggested } = workflowInfo();
  const drain = drainEvent({ length, bytes, isSuggested }, historyLimit);
  return drain === null ? batch : [drain, ...batch];
}

/** Carries out a command. A command that ends the execution returns the workflow's result, or throws the error that it ends with. */
function carryOut(
  command: Exclude<Command | RegionCommand, { kind: "continueAsNew" | "runRegion" }>,
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
    case "cancelRegion":
      cancelOpen(REGION_PATH);
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
      // The cancel request may have come to an earlier run of the chain. The SDK knows only this run, and would let it fail
      // instead of closing it as cancelled.
      (getActivator() as unknown as { cancelled: boolean }).cancelled = true;
      throw new CancelledFailure(command.reason ?? "cancelled on request", [{ traceHash: hasher.digest() }]);
  }
}
