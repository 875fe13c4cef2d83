import { setTimeout as sleep } from "node:timers/promises";
import { CancelledFailure, CompleteAsyncError, Context } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";
import { CountedAttempt } from "@tempograph/activities";
import type { JsonObject, StepMeta, TraceEntry } from "@tempograph/graph";
import { happened, probePlan } from "@tempograph/graph/conformance";

/** The activity of the probe, which does what its data says. With `after` it ends only when the execution's trace holds that entry. */
export function probeActivity(traceOf: (executionId: string) => readonly TraceEntry[]) {
  return async (input: JsonObject, meta: StepMeta): Promise<object> => {
    const { info, cancellationSignal, heartbeat } = Context.current();
    const counted = new CountedAttempt(Context.current(), meta);
    counted.assertMayRun();
    const { failure, output, port, takesMs, vanishes, deaf, after } = probePlan(input, info.attempt);
    // The SDK then tells Temporal nothing more of the attempt, as a worker that has vanished.
    if (vanishes) throw new CompleteAsyncError();
    const until = Date.now() + takesMs;
    const { workflowId } = info.workflowExecution!;
    const isOver = () => Date.now() >= until && (after === undefined || happened(traceOf(workflowId), after));
    while (!isOver()) {
      if (!info.isLocal) heartbeat(counted.note(undefined));
      await sleep(Math.min(50, Math.max(1, until - Date.now())));
      if (cancellationSignal.aborted && deaf !== true) throw new CancelledFailure("asked to stop");
    }
    const time = Date.now();
    if (failure === null) return { output, ...(port && { port }), ...(info.isLocal && { path: meta.path, time }) };
    const details = { message: failure.message, path: meta.path, ...(info.isLocal && { time }) };
    const nonRetryable = failure.retryable === false;
    const failed = ApplicationFailure.create({
      ...{ message: failure.message, type: failure.code, nonRetryable, details: [details] },
    });
    throw counted.end(failed, undefined);
  };
}
