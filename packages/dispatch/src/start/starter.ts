import type { Client } from "@temporalio/client";
import { delayStarts, failStarts, type Database, type DelayedStart, type StartedExecution } from "@tempograph/db";
import type { Failure } from "@tempograph/graph";
import { backOffMs, count, observe, traced, type Outage } from "@tempograph/runtime";
import type { DispatcherOptions } from "../dispatcher-options.ts";
import { temporalErrorKind, temporalErrorMessage } from "../temporal-error.ts";
import { createTemporalOutage } from "../temporal-outage.ts";
import { createDefinitions } from "./definitions.ts";
import { createMarkStarts } from "./mark-starts.ts";
import { createOperationKeys, NoSigningKey } from "./operation-keys.ts";
import { startExecution, type StartExecutionOptions } from "./start-execution.ts";
import type { StartTask } from "./start-task.ts";

export interface StarterOptions extends DispatcherOptions {
  readonly db: Database;
  readonly client: Client;
  readonly maxConcurrentStarts: number;
  readonly maxStartFailures: number;
  readonly leaseMs: number;
  /** Called when the starter may have room for more tasks, or when an outage began or ended. */
  readonly onChange: () => void;
}

export interface Starter {
  readonly outage: Outage;
  /** The number of tasks that can be added without their leases running out in the queue. */
  room(): number;
  add(tasks: readonly StartTask[]): void;
  /** Resolves when nothing is queued or under way. */
  idle(): Promise<void>;
  /** Releases the queued tasks to other processes and waits for the starts under way. */
  stop(): Promise<void>;
}

/** How long to wait before an execution that Temporal has refused is started again. */
const REFUSED = { minMs: 100, maxMs: 5_000 };
const STARTS = "tempograph_execution_starts_total";
/** How long executions wait until another look for the API's signing key. */
const NO_KEY_MS = 1_000;

/** Starts executions on Temporal, a bounded number at a time, and writes the outcome into their rows. */
export function createStarter(options: StarterOptions): Starter {
  const { db, client, logger, faultPoint, leaseMs } = options;
  const queue: StartTask[] = [];
  const underWay = new Set<Promise<void>>();
  const definitions = createDefinitions(db);
  const signedBy = createOperationKeys(db);
  const markStarted = createMarkStarts(db, client, logger);
  const outage = createTemporalOutage(logger, "starts");
  const capacity = options.maxConcurrentStarts * 2;
  // The last call under a lease has to be over before another process may begin. I2 would hold all the same, but a cancel of
  // the pending execution would come too late.
  const deadlineMs = leaseMs / 2;
  let starting = 0;
  let saidNoKey = false;

  function track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => {
      // The rows keep their leases. When the leases end, a sweep claims the executions (I4).
      logger.warn({ err: error }, "The outcome of a start could not be written yet");
    });
    underWay.add(tracked);
    void tracked.then(() => underWay.delete(tracked));
  }

  function pump(): void {
    while (starting < options.maxConcurrentStarts && queue.length > 0) {
      const task = queue.shift() as StartTask;
      // The lease may end during the call, so the task is left to the next sweep of any dispatcher.
      if (performance.now() + deadlineMs > task.leaseEnds) continue;
      if (options.guard?.isOurs() === false) {
        track(delayStarts(db, [untried(task)], 0));
        continue;
      }
      starting++;
      track(run(task));
    }
  }

  async function run(task: StartTask): Promise<void> {
    let outcome: Promise<void> | undefined;
    try {
      outcome = writeOutcome(await attempt(task));
    } finally {
      starting--;
      pump();
      options.onChange();
    }
    await outcome;
  }

  type Outcome =
    | { readonly started: StartedExecution }
    | { readonly task: StartTask; readonly error: unknown; readonly from: number };

  async function attempt(task: StartTask): Promise<Outcome> {
    const frozen = await definitions(task.workflowId, task.version);
    await faultPoint?.("start", task.id);
    const from = performance.now();
    const started_at = new Date();
    try {
      const { client, taskQueue, eager, historyLimit, searchAttributes } = options;
      const operationKeys: StartExecutionOptions["operationKeys"] =
        options.unsignedOperations === true ? "unsigned" : await signedBy();
      const to = { client, taskQueue, eager, deadlineMs, historyLimit, searchAttributes, operationKeys };
      const start = () => startExecution(to, task, frozen);
      const { trace: parent, id } = task;
      const attributes = { "tempograph.execution_id": id, "tempograph.workflow_id": task.workflowId };
      const {
        runId,
        firstRunId,
        eager: isEager,
      } = await (parent === undefined
        ? start()
        : traced("start execution", { kind: "producer", parent, attributes }, start));
      outage.succeeded();
      observe("tempograph_execution_start_seconds", {}, performance.now() - from);
      count(STARTS, { outcome: "started" });
      options.onStarted?.(task.id, runId);
      if (isEager === true) options.onEagerStart?.(runId);
      return { started: { id: task.id, run_id: runId, first_run_id: firstRunId, started_at } };
    } catch (error) {
      return { task, error, from };
    }
  }

  async function writeOutcome(outcome: Outcome): Promise<void> {
    if ("started" in outcome) {
      await faultPoint?.("mark", outcome.started.id);
      return await markStarted(outcome.started);
    }
    const { task, error } = outcome;
    await faultPoint?.("delay", task.id);
    const message = temporalErrorMessage(error);
    if (error instanceof NoSigningKey) {
      if (!saidNoKey) logger.warn({ executionId: task.id }, message);
      saidNoKey = true;
      return await delayStarts(db, [{ id: task.id, error: message, counts: false }], NO_KEY_MS);
    }
    if (temporalErrorKind(error) === "unavailable") {
      outage.failed(outcome.from, error);
      count(STARTS, { outcome: "unavailable" });
      const back: DelayedStart[] = [{ id: task.id, error: message, counts: false }, ...queue.splice(0).map(untried)];
      options.onChange();
      // No delay in the rows: each dispatcher decides by its own outage when to ask Temporal again.
      return await delayStarts(db, back, 0);
    }
    const failures = task.failures + 1;
    count(STARTS, { outcome: failures >= options.maxStartFailures ? "refused" : "delayed" });
    if (failures >= options.maxStartFailures) {
      logger.error(
        { err: error, executionId: task.id, failures },
        "Temporal refuses to start the execution; the execution fails",
      );
      return await failStarts(db, [{ id: task.id, failure: startRefused(message, failures) }]);
    }
    return await delayStarts(db, [{ id: task.id, error: message, counts: true }], backOffMs(failures, REFUSED));
  }

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    outage,
    room: () => Math.max(0, capacity - queue.length - starting),
    add(tasks) {
      queue.push(...tasks);
      pump();
    },
    idle,
    async stop() {
      const back = queue.splice(0).map(untried);
      if (back.length > 0) track(delayStarts(db, back, 0));
      await idle();
    },
  };
}

function untried({ id }: StartTask): DelayedStart {
  return { id, counts: false };
}

function startRefused(message: string, attempts: number): Failure {
  return {
    code: "START_REFUSED",
    message: `Temporal refused ${attempts} times to start the execution: ${message}`,
    hint: "Correct what the message names, often an event or a graph that is too large, then send the event again.",
    retryable: false,
  };
}
