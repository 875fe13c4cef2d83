import { setTimeout as sleep } from "node:timers/promises";
import { CancelledFailure } from "@temporalio/activity";
import { ensureApplicationFailure } from "@temporalio/common";
import { msToNumber } from "@temporalio/common/lib/time.js";
import type { NodeActivity } from "@tempograph/activities";
import {
  backoffMs,
  LONGEST_WAIT_MS,
  NODE_TYPE_ELSEWHERE,
  stepAnswer,
  stepFailure,
  type Failure,
  type RegionOutcome,
  type RegionStep,
  type RegionStepAnswer,
  type RunStep,
  type StepWorkflow,
} from "@tempograph/graph";
import { AttemptTimedOut, runAttempt } from "./run-attempt.ts";
import type { Slots } from "./slots.ts";

export interface RegionSurroundings {
  readonly activityOf: (type: string) => NodeActivity;
  readonly workflow: StepWorkflow;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** ms since epoch: when the region began. */
  readonly begunAt: number;
  /** ms since epoch: a further attempt that could begin only later is left to the next region. */
  readonly until: number;
}

type End = RegionStepAnswer | { readonly failed: RegionStepAnswer & { kind: "stepFailed" }; readonly afterMs?: number };

/** Runs a step of a region with its retries, as its retry policy says. */
export async function runStep(
  { step, attempts, notBefore = 0 }: RegionStep,
  around: RegionSurroundings,
): Promise<RegionOutcome> {
  const { path } = step;
  const { signal, slots, begunAt, until } = around;
  let [failed, next] = [attempts, notBefore];
  for (;;) {
    const isFirst = failed === attempts;
    if (next > (isFirst ? begunAt + LONGEST_WAIT_MS : until) || !(await hasWaited(next, signal)))
      return failed === 0 ? null : { path, attempts: failed, notBefore: next };
    const attempt = failed + 1;
    let startedAt = 0;
    const end = await slots.use(() => {
      startedAt = Date.now();
      return endOf(step, attempt, around);
    });
    if (end === null) return failed === 0 ? null : { path, attempts: failed, notBefore: next };
    const answer = "failed" in end ? end.failed : end;
    const wait = "failed" in end ? waitOf(step, end.failed.failure, attempt, end.afterMs) : null;
    if (wait === null) return { ...answer, ...(attempt > 1 && { attempt }), startedAt };
    failed = attempt;
    next = Date.now() + wait;
  }
}

/** Waits until the moment. False if the region is stopped before. */
async function hasWaited(moment: number, signal: AbortSignal): Promise<boolean> {
  const ms = moment - Date.now();
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

function waitOf(step: RunStep, failure: Failure, attempt: number, afterMs: number | undefined): number | null {
  const wait = backoffMs(step.retry, failure, attempt);
  return wait === null ? null : (afterMs ?? wait);
}

/** How one attempt ended; null if it was stopped together with its region. */
async function endOf(step: RunStep, attempt: number, around: RegionSurroundings): Promise<End | null> {
  const { path } = step;
  const { activityOf, workflow, signal } = around;
  try {
    return stepAnswer(path, throughJson(await runAttempt(activityOf(step.type), { step, attempt, workflow, signal })));
  } catch (error) {
    if (error instanceof AttemptTimedOut) {
      const { failure } = stepFailure({ path, timeout: "START_TO_CLOSE" });
      return { failed: { kind: "stepFailed", path, failure, time: Date.now() } };
    }
    if (error instanceof CancelledFailure) return signal.aborted ? null : { kind: "stepCancelled", path };
    const { type, message, nonRetryable, details, nextRetryDelay } = ensureApplicationFailure(error);
    // The region ends before the step. The next one begins with it, and fails.
    if (type === NODE_TYPE_ELSEWHERE) return null;
    const { failure, time } = stepFailure({
      ...{ path, message, nonRetryable: nonRetryable === true },
      ...{ type: type ?? undefined, details: throughJson(details?.[0]) },
    });
    return {
      failed: { kind: "stepFailed", path, failure, ...(time !== undefined && { time }) },
      ...(nextRetryDelay != null && { afterMs: msToNumber(nextRetryDelay) }),
    };
  }
}

/** The machine in the region has to get what the interpreter and the mirror will read from history. */
function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
