import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  scheduleActivity,
  scheduleLocalActivity,
  sleep,
  type ActivityOptions,
  type LocalActivityOptions,
} from "@temporalio/workflow";
import { getActivator } from "@temporalio/workflow/lib/global-attributes.js";
import {
  NODE_TYPE_ELSEWHERE,
  readRegionAnswer,
  REGION_PATH,
  stepAnswer,
  VANISHED_AFTER_MS,
  type Command,
  type Definition,
  type RegionArguments,
  type RunStep,
  type StepArguments,
} from "@tempograph/graph/machine";
import { arrive, type JobKey } from "./arrivals.ts";
import { failureOf } from "./failure-of.ts";
import { LocalValue } from "./payload-converter.ts";

const openScopes = new Map<string, CancellationScope>();

/** Schedules the step's activity. The activity type is the node type, the activity id is the path, and the summary holds path and label. */
export function runStep(step: RunStep, workflow: Definition["workflow"]): void {
  const { path, nodeId, idempotencyKey } = step;
  const args: StepArguments = [step.input, { idempotencyKey, path, nodeId, workflow }];
  let key = nextActivity();
  void inScope(path, async () => {
    try {
      if (step.lane === "burst") {
        const result = await runLocally(step, args).catch(unlessElsewhere);
        if (result !== ELSEWHERE) return arrive(stepAnswer(path, result), key);
        // This worker does not have the node type. Any worker can take an ordinary activity.
        key = nextActivity();
      }
      const result = await runDurably(step, args);
      arrive(stepAnswer(path, result), key);
    } catch (error) {
      const { failure, time } = failureOf(error, path);
      if (isCancellation(error)) arrive({ kind: "stepCancelled", path }, key);
      else arrive({ kind: "stepFailed", path, failure, ...(time !== undefined && { time }) }, key);
    }
  });
}

function nextActivity(): JobKey {
  return `activity ${getActivator().nextSeqs.activity}`;
}

const ELSEWHERE = Symbol("elsewhere");

function unlessElsewhere(error: unknown): typeof ELSEWHERE {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type === NODE_TYPE_ELSEWHERE) return ELSEWHERE;
  throw error;
}

/** Starts a timer that fires at a moment (milliseconds since the epoch). The clock may be read here to find the delay (rule 11). */
export function startTimer({ path, at, summary, afterMs }: Extract<Command, { kind: "startTimer" }>): void {
  const key: JobKey = `timer ${getActivator().nextSeqs.timer}`;
  void inScope(path, async () => {
    try {
      await sleep(afterMs ?? at - Date.now(), { summary });
    } catch (error) {
      // The machine itself cancelled the timer, so it need not be told.
      if (isCancellation(error)) return;
      throw error;
    }
    arrive({ kind: "timerFired", path, time: at }, key);
  });
}

/** Lets the machine continue in a later activation. */
export function startYield(): void {
  const key: JobKey = `timer ${getActivator().nextSeqs.timer}`;
  void sleep(1, { summary: "!yield" }).then(() => arrive({ kind: "yielded" }, key));
}

/** Runs burst steps, and what follows from them, in one local activity. How it ends is in the order of events like any answer. */
export function runRegion(args: RegionArguments): void {
  const [, definition] = args;
  const key: JobKey = `activity ${getActivator().nextSeqs.activity}`;
  void inScope(REGION_PATH, async () => {
    try {
      arrive(
        readRegionAnswer(
          await scheduleLocalActivity(
            REGION_PATH,
            args.map((arg) => new LocalValue(arg)),
            regionOptions(definition),
          ),
        ),
        key,
      );
    } catch (error) {
      // A worker that does not know regions writes nothing into history, so the execution waits for one that does (I3).
      if (error instanceof ReferenceError) throw error;
      arrive({ kind: "regionFailed" }, key);
    }
  });
}

/** Cancels the activity or timer that is open at `path`. */
export function cancelOpen(path: string): void {
  openScopes.get(path)?.cancel();
}

/** Runs the work in a cancellation scope of its own, so that the machine can cancel each open step or timer separately. */
async function inScope(path: string, work: () => Promise<void>): Promise<void> {
  const scope = new CancellationScope();
  openScopes.set(path, scope);
  try {
    await scope.run(work);
  } finally {
    if (openScopes.get(path) === scope) openScopes.delete(path);
  }
}

function runDurably(step: RunStep, [input, meta]: StepArguments): Promise<unknown> {
  const { startToCloseMs, scheduleToCloseMs, heartbeatMs } = step.timeout;
  // Our own workers count the attempts, and end one that takes too long. A task queue of its own may have workers in other languages.
  const isCounted = step.taskQueue === undefined && heartbeatMs !== undefined;
  const { maximumAttempts } = step.retry;
  const args: StepArguments = [
    input,
    isCounted ? { ...meta, attempts: { most: maximumAttempts, mostMs: startToCloseMs } } : meta,
  ];
  return scheduleActivity(step.type, [...args], {
    ...commonOptions(step, isCounted ? 0 : maximumAttempts),
    startToCloseTimeout: startToCloseMs + (isCounted ? VANISHED_AFTER_MS : 0),
    activityId: step.path,
    ...(step.taskQueue !== undefined && { taskQueue: step.taskQueue }),
    ...(scheduleToCloseMs !== undefined && { scheduleToCloseTimeout: scheduleToCloseMs }),
    ...(heartbeatMs !== undefined && { heartbeatTimeout: heartbeatMs }),
  });
}

function runLocally(step: RunStep, args: StepArguments): Promise<unknown> {
  return scheduleLocalActivity(step.type, [...args], {
    ...commonOptions(step, step.retry.maximumAttempts),
    localRetryThreshold: "20s",
  });
}

/** The region itself ends each of its steps in time, so its own time-out is only for a region that hangs. */
function regionOptions({ nodes }: Definition): LocalActivityOptions {
  const stepMs = Math.max(...nodes.map(({ timeout }) => timeout.startToCloseMs));
  return {
    summary: REGION_PATH,
    startToCloseTimeout: REGION_MARGIN_MS + stepMs,
    retry: { initialInterval: "500ms", maximumInterval: "5s", maximumAttempts: 5 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

/** For the time after which a region begins no further step, and for the answers. */
const REGION_MARGIN_MS = 30_000;

function commonOptions(
  step: RunStep,
  maximumAttempts: number,
): Pick<ActivityOptions, "summary" | "startToCloseTimeout" | "retry" | "cancellationType"> {
  const { initialIntervalMs, backoffCoefficient, maximumIntervalMs, nonRetryable } = step.retry;
  return {
    summary: step.summary,
    startToCloseTimeout: step.timeout.startToCloseMs,
    retry: {
      ...(maximumAttempts > 0 && { maximumAttempts }),
      initialInterval: initialIntervalMs,
      backoffCoefficient,
      maximumInterval: maximumIntervalMs,
      nonRetryableErrorTypes: [...nonRetryable],
    },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}
