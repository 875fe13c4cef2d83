import { listFailingTasks, markGoesOn, markTaskFails } from "@tempograph/db";
import { describeRun, type RunDescription } from "../follow/describe-run.ts";
import { readableEvents } from "../history/readable-events.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import { oneByOne } from "./one-by-one.ts";

/** A task fails if at least so many attempts of it have failed. One alone may come from a worker that has just ended. */
const FAILED_ATTEMPTS = 2;
/** The number of runs with a failing task that a sweep asks about. */
const ASKS_PER_SWEEP = 50;
/** The event that says how a task failed is among the last ones; the next task may have been scheduled behind it. */
const LAST_EVENTS = 5;

export interface FailingTasks {
  /** Notes whether the workflow task of an open run fails. */
  look(executionId: string, runId: string, description: RunDescription): Promise<void>;
  /** Looks again at some of the runs whose task failed, in turn. */
  askAgain(stopping: AbortSignal | undefined): Promise<void>;
}

/**
 * Finds executions that no worker can carry on: their workflow task fails in every attempt, such as where only older workers run, or the code
 * of the interpreter does not agree with the history. Temporal tries such a task for ever, and the execution runs without getting on.
 */
export function createFailingTasks(deps: MirrorDeps): FailingTasks {
  const { db, logger } = deps;
  let askedSeq = 0;

  async function look(executionId: string, runId: string, { open, task }: RunDescription): Promise<void> {
    if (!open || task === null || task.attempt <= FAILED_ATTEMPTS) return;
    const message = await lastProblem(executionId, runId);
    if (await markTaskFails(db, executionId, runId, { since: new Date(task.since), message }))
      logger.warn({ executionId, runId, attempt: task.attempt, message }, "The workflow task of an execution fails");
  }

  async function askAgain(stopping: AbortSignal | undefined): Promise<void> {
    const turn = await listFailingTasks(db, { afterSeq: askedSeq, limit: ASKS_PER_SWEEP });
    askedSeq = turn.length < ASKS_PER_SWEEP ? 0 : turn.at(-1)!.seq;
    await oneByOne(deps, turn, stopping, async ({ executionId, runId }) => {
      const description = await describeRun(deps, executionId, runId);
      // A run that Temporal does not know is missing, and of one that has ended the end is mirrored.
      if (description?.open !== true) return;
      if (description.task !== null && description.task.attempt > 1) await look(executionId, runId, description);
      else if (await markGoesOn(db, executionId)) logger.info({ executionId, runId }, "An execution goes on again");
    });
  }

  async function lastProblem(executionId: string, runId: string): Promise<string> {
    const { connection, namespace, payloadCodec } = deps;
    const { history } = await connection.workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId: executionId, runId },
      maximumPageSize: LAST_EVENTS,
    });
    const events = await readableEvents(executionId, history?.events ?? [], payloadCodec);
    for (const { workflowTaskFailedEventAttributes: failed, workflowTaskTimedOutEventAttributes: late } of events) {
      if (failed) return failed.failure?.message || "The worker gave no reason.";
      if (late) return "The worker did not answer in time.";
    }
    return "The worker did not say why.";
  }

  return { look, askAgain };
}
