import {
  ApplicationFailure,
  CancelledFailure,
  CancellationScope,
  condition,
  setDefaultSignalHandler,
  workflowInfo,
} from "@temporalio/workflow";
import {
  Machine,
  TraceHasher,
  type Command,
  type ExecutionResult,
  type ExecutionStart,
  type Json,
} from "@tempograph/graph/machine";
import { arrive, arrivedBatch, batchIsReady } from "./arrivals.ts";
import { cancelOpen, runStep, startTimer, startYield } from "./carry-out.ts";
import { programOf } from "./program-cache.ts";
import { reportTrace } from "./trace-sink.ts";

/**
 * The one Temporal workflow: every execution of every graph runs it, under the name of its own workflow (a module's
 * default export answers to every workflow type). It only drives the machine: one loop, one suspension point.
 */
export default async function interpreter(start: ExecutionStart): Promise<ExecutionResult> {
  const machine = new Machine(programOf(start));
  const hasher = new TraceHasher();
  const executionId = workflowInfo().workflowId;
  // Arguments: the payload, then the id that the sender gave the signal.
  setDefaultSignalHandler((name, payload, id) => {
    arrive({ kind: "signalReceived", id: typeof id === "string" ? id : "", name, payload: (payload ?? null) as Json });
  });
  arrive({ kind: "started", event: start.event, executionId, time: workflowInfo().startTime.getTime() });

  // Cancelling is the machine's to decide (rule 7): no scope of ours is cancelled by the workflow's own.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      // Everything that one activation brings is applied as one batch, once the activation is over.
      await condition(batchIsReady);
      const { commands, trace } = machine.apply(arrivedBatch(), Date.now());
      hasher.add(trace);
      reportTrace(trace);
      for (const command of commands) {
        const result = carryOut(command, start, hasher);
        if (result !== undefined) return result;
      }
    }
  });
}

/** Carries a command out; the terminal ones give the workflow's result, or throw what it ends with. */
function carryOut(command: Command, start: ExecutionStart, hasher: TraceHasher): ExecutionResult | undefined {
  switch (command.kind) {
    case "runStep":
      runStep(command, start.definition.workflow);
      return undefined;
    case "startTimer":
      startTimer(command.path, command.at, command.summary);
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
      throw new CancelledFailure(command.reason ?? "cancelled on request", [{ traceHash: hasher.digest() }]);
  }
}
