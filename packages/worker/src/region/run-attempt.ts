import { asyncLocalStorage, CancelledFailure, Context } from "@temporalio/activity";
import type { NodeActivity } from "@tempograph/activities";
import type { JsonObject, RunStep, StepWorkflow } from "@tempograph/graph";
import { MAX_TIMER_MS } from "@tempograph/runtime";

/** What an attempt fails with when its time is up. */
export class AttemptTimedOut extends Error {
  constructor() {
    super("The attempt took longer than the step's time-out allows.");
    this.name = "AttemptTimedOut";
  }
}

export interface Attempt {
  readonly step: RunStep;
  /** From 1. */
  readonly attempt: number;
  readonly workflow: StepWorkflow;
  readonly signal: AbortSignal;
}

/**
 * Runs one attempt of a step within the local activity of its region, so that the node sees what it would see in a local activity
 * of its own: its type, its attempt, a signal of its own, and its time-out.
 *
 * @throws what the activity throws; AttemptTimedOut, also if the node does not listen to its signal
 */
export async function runAttempt(
  activity: NodeActivity,
  { step, attempt, workflow, signal }: Attempt,
): Promise<unknown> {
  const { info, log, metricMeter } = Context.current();
  const { type, path, nodeId, idempotencyKey, timeout } = step;
  const own = new AbortController();
  const cancelled = Promise.withResolvers<never>();
  cancelled.promise.catch(() => undefined);
  const stop = (reason: unknown): void => {
    own.abort(reason);
    cancelled.reject(reason);
  };
  const onAbort = (): void => stop(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  const startToCloseTimeoutMs = Math.min(timeout.startToCloseMs, MAX_TIMER_MS);
  const context = new Context(
    {
      ...info,
      ...{ activityType: type, activityId: path, attempt, startToCloseTimeoutMs },
      currentAttemptScheduledTimestampMs: Date.now(),
    },
    cancelled.promise,
    own.signal,
    () => undefined,
    undefined,
    log,
    metricMeter,
    {},
  );
  const timedOut = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    stop(new CancelledFailure("TIMED_OUT"));
    timedOut.reject(new AttemptTimedOut());
  }, startToCloseTimeoutMs);
  // The machine in the region goes on to use the value that the input was made of, so the node gets a copy.
  const input = structuredClone(step.input) as JsonObject;
  const running = asyncLocalStorage.run(context, () => activity(input, { idempotencyKey, path, nodeId, workflow }));
  running.catch(() => undefined);
  try {
    return await Promise.race([running, timedOut.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
