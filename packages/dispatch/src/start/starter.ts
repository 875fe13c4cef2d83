import type { Client } from "@temporalio/client";
import { delayStarts, failStarts, type Database, type DelayedStart, type StartedExecution } from "@tempograph/db";
import type { Failure } from "@tempograph/graph";
import { backOffMs, type Outage } from "@tempograph/runtime";
import type { DispatcherOptions } from "../dispatcher-options.ts";
import { temporalErrorKind, temporalErrorMessage } from "../temporal-error.ts";
import { createTemporalOutage } from "../temporal-outage.ts";
import { createDefinitions } from "./definitions.ts";
import { createMarkStarts } from "./mark-starts.ts";
import { startExecution } from "./start-execution.ts";
import type { StartTask } from "./start-task.ts";

export interface StarterOptions extends DispatcherOptions {
  readonly db: Database;
  readonly client: Client;
  readonly maxConcurrentStarts: number;
  readonly maxStartFailures: number;
  readonly leaseMs: number;
  /** There is room for more, or an outage began or ended. */
  readonly onChange: () => void;
}

export interface Starter {
  readonly outage: Outage;
  /** How many more it can take without letting leases run out in the queue. */
  room(): number;
  add(tasks: readonly StartTask[]): void;
  /** Resolves when nothing is queued or under way. */
  idle(): Promise<void>;
  /** Gives back what is queued and waits for what is under way. */
  stop(): Promise<void>;
}

/** How long an execution waits that Temporal has refused. */
const REFUSED = { minMs: 100, maxMs: 5_000 };

/** Starts executions in Temporal, a bounded number at once, and writes the outcome into their rows. */
export function createStarter(options: StarterOptions): Starter {
  const { db, client, logger, faultPoint, leaseMs } = options;
  const queue: StartTask[] = [];
  const underWay = new Set<Promise<void>>();
  const definitions = createDefinitions(db);
  const markStarted = createMarkStarts(db, client, logger);
  const outage = createTemporalOutage(logger, "starts");
  const capacity = options.maxConcurrentStarts * 2;
  // So that the last call in a lease is over before another process may begin (I2 would hold; a cancel would be late).
  const deadlineMs = leaseMs / 2;
  let starting = 0;

  function track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => {
      // The rows keep their leases; the sweep takes over when those end (I4).
      logger.warn({ err: error }, "The outcome of a start could not be written yet");
    });
    underWay.add(tracked);
    void tracked.then(() => underWay.delete(tracked));
  }

  function pump(): void {
    while (starting < options.maxConcurrentStarts && queue.length > 0) {
      const task = queue.shift() as StartTask;
      // Its lease may end during the call: whoever sweeps next takes it.
      if (performance.now() + deadlineMs > task.leaseEnds) continue;
      starting++;
      track(run(task));
    }
  }

  async function run(task: StartTask): Promise<void> {
    let outcome: Promise<void> | undefined;
    try {
      outcome = settle(await attempt(task));
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
      const { runId, firstRunId } = await startExecution(
        { client, taskQueue, eager, deadlineMs, historyLimit, searchAttributes },
        task,
        frozen,
      );
      outage.succeeded();
      options.onStarted?.(task.id, runId);
      return { started: { id: task.id, run_id: runId, first_run_id: firstRunId, started_at } };
    } catch (error) {
      return { task, error, from };
    }
  }

  async function settle(outcome: Outcome): Promise<void> {
    if ("started" in outcome) {
      await faultPoint?.("mark", outcome.started.id);
      return await markStarted(outcome.started);
    }
    const { task, error } = outcome;
    await faultPoint?.("delay", task.id);
    const message = temporalErrorMessage(error);
    if (temporalErrorKind(error) === "unavailable") {
      outage.failed(outcome.from, error);
      const back: DelayedStart[] = [{ id: task.id, error: message, counts: false }, ...queue.splice(0).map(untried)];
      options.onChange();
      // Free for all at once: each dispatcher knows for itself when to ask again.
      return await delayStarts(db, back, 0);
    }
    const failures = task.failures + 1;
    if (failures >= options.maxStartFailures) {
      logger.error({ err: error, executionId: task.id, failures }, "Temporal refuses the execution");
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
    message: `Temporal refused to start the execution, ${attempts} times: ${message}`,
    hint: "Correct what the message names (often an event or a graph that is too large), then send the event again.",
    retryable: false,
  };
}
