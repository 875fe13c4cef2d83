import { findExecutions, findSteps, type ExecutionRecord, type StepRecord } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { isClosed } from "./steer-execution.ts";

/** How long an answer waits for the mirror to show what an accepted operation has done. */
const MIRROR_WAIT_MS = 2_000;

/** What has to show in the mirrored rows before the answer is sent. An execution that has ended shows everything. */
export type Effect = (execution: ExecutionRecord, step: StepRecord | undefined) => boolean;

export const hasClosed: Effect = isClosed;
export const isPaused: Effect = ({ paused }) => paused;
export const isNotPaused: Effect = ({ paused }) => !paused;

/** The step at the path has ended. */
export const stepEnded: Effect = (_execution, step) =>
  step !== undefined && !["scheduled", "running", "waiting", "incident"].includes(step.status);

/** The step at the path was an incident after `attempts` attempts, and runs again or has another one behind it. */
export function stepRunsAgain(attempts: number): Effect {
  return (_execution, step) => step !== undefined && (step.status !== "incident" || step.attempts > attempts);
}

/**
 * The execution as it is after an accepted operation. Temporal has the effect already; the rows follow through the
 * mirror, which is told to look. If they do not show it within two seconds, the answer is what is stored then.
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
