import type { Json } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES, messageBytes } from "../../definition/limits.ts";
import { isHeld } from "./held-commands.ts";
import type { Run } from "./run.ts";
import type { OpenEntry, StepAnswer } from "./open-entry.ts";

/**
 * Burst steps run batch by batch: the answers of those under way are held until the last of them is in, then taken in the
 * order in which the steps were commanded. Live, a replay and the mirror each hear local activities in other groups and
 * another order; so neither may mean anything.
 *
 * @returns what can be taken now: the whole batch, or nothing yet
 */
export function takeable(run: Run, entry: OpenEntry, answer: StepAnswer): readonly [OpenEntry, StepAnswer][] {
  if (entry.answer !== undefined) return [];
  entry.answer = answer;
  run.burstsAwaited -= 1;
  if (answer.kind === "stepSucceeded") countAnswer(run, answer.output);
  return run.burstsAwaited === 0 ? heldAnswers(run) : [];
}

/** All answers of one workflow task reach Temporal in one message. */
function countAnswer(run: Run, output: Json): void {
  if (run.program.definition.interpreterVersion === 1) return;
  run.burstBytes += messageBytes(jsonSize(output, MAX_VALUE_BYTES));
}

/** Answers in hand, in the order of their steps: all there will be once the grace time is over. */
export function heldAnswers(run: Run): readonly [OpenEntry, StepAnswer][] {
  const held: [OpenEntry, StepAnswer][] = [];
  for (const entry of run.open.values()) {
    if (entry.answer !== undefined) held.push([entry, entry.answer]);
  }
  return held;
}

/** A burst step that ends without an answer is awaited no more. */
export function forgetBurst(run: Run, entry: OpenEntry): void {
  if (!isBurst(entry) || entry.answer !== undefined) return;
  run.burstsAwaited -= 1;
  if (run.burstsAwaited === 0) run.waveIsShort = true;
}

/** The answers of a batch whose last step was withdrawn before it was sent: no further answer will come. */
export function shortWave(run: Run): readonly [OpenEntry, StepAnswer][] {
  run.waveIsShort = false;
  return run.burstsAwaited === 0 ? heldAnswers(run) : [];
}

export function isBurst(entry: OpenEntry): boolean {
  return entry.kind === "step" && entry.node.definition.lane === "burst";
}

/** Whether a burst step has left that has not answered: no timer stands behind it yet. */
export function isBurstUnderWay(run: Run): boolean {
  for (const entry of run.open.values()) {
    if (isBurst(entry) && entry.answer === undefined && !isHeld(run, "runStep", entry.path)) return true;
  }
  return false;
}
