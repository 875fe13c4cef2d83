import { findExecutions, findSteps, type ExecutionRecord, type StepRecord } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { isClosed } from "./steer-execution.ts";

/** How long an answer waits until the mirror shows the effect of an accepted operation. */
const MIRROR_WAIT_MS = 2_000;

/** Whether the mirrored rows show the effect of an operation, so that the answer can be sent. An execution that has ended shows every effect. */
export type Effect = (execution: ExecutionRecord, step: StepRecord | undefined) => boolean;

export const hasClosed: Effect = isClosed;
export const isPaused: Effect = ({ paused }) => paused;
export const isNotPaused: Effect = ({ paused }) => !paused;

/** The step at the path has ended. */
export const stepEnded: Effect = (_execution, step) =>
  step !== undefined && !["scheduled", "running", "waiting", "incident"].includes(step.status);

/** The step, which was an incident after `attempts` attempts, runs again or has had another attempt. */
export function stepRunsAgain(attempts: number): Effect {
  return (_execution, step) => step !== undefined && (step.status !== "incident" || step.attempts > attempts);
}

/**
 * Reads the execution after an accepted operation. Temporal already has the effect; the mirror is told to follow the execution
 * and writes it into the rows. If the rows do not show the effect within two seconds, the answer is what is stored then.
 */
export async function readAfter(
  { db, live }: AppDeps,
  execution: ExecutionRecord,
  hasHappened: Effect,
  path: string | null = null,
): Promise<ExecutionRecord> {
  let latest = execution;
  await live.until(
    execution.id,
    async () => {
      const [rows, [step]] = await Promise.all([
        findExecutions(db, [execution.id]),
        path === null ? [] : findSteps(db, [{ executionId: execution.id, path }]),
      ]);
      latest = rows[0] ?? latest;
      return isClosed(latest) || hasHappened(latest, step);
    },
    MIRROR_WAIT_MS,
  );
  return latest;
}
