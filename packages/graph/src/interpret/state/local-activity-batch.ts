import type { Json } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES, messageBytes } from "../../definition/limits.ts";
import { isHeld } from "./held-commands.ts";
import type { Run } from "./run.ts";
import type { OpenEntry, StepAnswer } from "./open-entry.ts";

/**
 * Burst steps run in batches of local activities: the answers of a batch are kept until the last one has arrived, and are
 * then taken in the order in which the steps were commanded. A live execution, a replay and the mirror receive the answers
 * of local activities in different groups and orders, so neither the grouping nor the order of arrival may have a meaning.
 *
 * @returns the answers that can be taken now: those of the whole batch, or none while one is still missing
 */
export function answersToTake(run: Run, entry: OpenEntry, answer: StepAnswer): readonly [OpenEntry, StepAnswer][] {
  if (entry.answer !== undefined) return [];
  entry.answer = answer;
  run.burstsAwaited -= 1;
  if (answer.kind === "stepSucceeded") countAnswer(run, answer.output);
  return run.burstsAwaited === 0 ? heldAnswers(run) : [];
}

/** Counts the bytes of an answer, because all local activity results of one workflow task reach Temporal in one message. */
function countAnswer(run: Run, output: Json): void {
  if (run.program.definition.interpreterVersion === 1) return;
  run.burstBytes += messageBytes(jsonSize(output, MAX_VALUE_BYTES));
}

/** The answers that have arrived and were not taken yet, in the order in which their steps were commanded. */
export function heldAnswers(run: Run): readonly [OpenEntry, StepAnswer][] {
  const held: [OpenEntry, StepAnswer][] = [];
  for (const entry of run.open.values()) {
    if (entry.answer !== undefined) held.push([entry, entry.answer]);
  }
  return held;
}

/** A burst step ended without an answer, so its batch no longer waits for it. */
export function forgetBurst(run: Run, entry: OpenEntry): void {
  if (!isBurst(entry) || entry.answer !== undefined) return;
  run.burstsAwaited -= 1;
  if (run.burstsAwaited === 0) run.isBatchShort = true;
}

/**
 * The answers of a batch whose last awaited step ended without an answer, for example because it was cancelled before it
 * was sent. No further answer would come that could complete the batch.
 */
export function answersOfShortBatch(run: Run): readonly [OpenEntry, StepAnswer][] {
  run.isBatchShort = false;
  return run.burstsAwaited === 0 ? heldAnswers(run) : [];
}

export function isBurst(entry: OpenEntry): boolean {
  return entry.kind === "step" && entry.node.definition.lane === "burst";
}

/** Whether a burst step has been sent and has not answered. */
export function isBurstUnderWay(run: Run): boolean {
  for (const entry of run.open.values()) {
    if (isBurst(entry) && entry.answer === undefined && !isHeld(run, "runStep", entry.path)) return true;
  }
  return false;
}
