import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Command, RunStep } from "../command.ts";
import type { Machine } from "../machine.ts";
import type { LeftStep, RegionAnswer, RegionStep, RegionStepAnswer } from "./region.ts";

/** A region ends behind the batch with which it has run this many steps, or its answers have this many bytes. */
export const MAX_REGION_STEPS = 500;
export const MAX_REGION_BYTES = 512 * 1024;

/** How a step fares in a region. Null: it was stopped, and is to be run again. */
export type RegionOutcome = RegionStepAnswer | LeftStep | null;

export interface RegionWork {
  /** Runs a step with all attempts that may be made within the region. */
  readonly run: (step: RegionStep) => Promise<RegionOutcome>;
  /** Whether no further batch may begin. */
  readonly isOver: () => boolean;
  readonly now: () => number;
  readonly onTrace?: (entries: readonly TraceEntry[]) => void;
}

/**
 * Carries a region out: runs its steps, applies their answers to a machine in the region's state as local activity batches, and
 * goes on with the steps that the machine commands then, as long as it commands nothing else.
 */
export async function driveRegion(
  machine: Machine,
  steps: readonly RegionStep[],
  work: RegionWork,
): Promise<RegionAnswer> {
  const batches: (readonly RegionStepAnswer[])[] = [];
  let next: readonly RegionStep[] = steps;
  let [count, bytes] = [0, 0];
  for (;;) {
    const outcomes = await Promise.all(next.map(work.run));
    const answers = outcomes.filter(isAnswer);
    const left = outcomes.filter(isLeft);
    if (answers.length > 0) batches.push(answers);
    if (answers.length < next.length) return { at: work.now(), batches, left };
    const { commands, trace } = machine.apply(answers, work.now());
    work.onTrace?.(trace);
    count += answers.length;
    for (const answer of answers) bytes += sizeOf(answer);
    const paths = new Set(commands.flatMap((command) => (command.kind === "runStep" ? [command.path] : [])));
    const goesOn =
      commands.length > 0 &&
      commands.every(isBurstStep) &&
      machine.awaitsOnly(paths) &&
      !(work.isOver() || count >= MAX_REGION_STEPS || bytes >= MAX_REGION_BYTES);
    if (!goesOn) return { at: work.now(), batches, left: [] };
    next = commands.filter(isBurstStep).map((step) => ({ step, attempts: 0 }));
  }
}

function isAnswer(outcome: RegionOutcome): outcome is RegionStepAnswer {
  return outcome !== null && "kind" in outcome;
}

function isLeft(outcome: RegionOutcome): outcome is LeftStep {
  return outcome !== null && !("kind" in outcome);
}

function sizeOf(answer: RegionStepAnswer): number {
  return answer.kind === "stepSucceeded" ? jsonSize(answer.output, MAX_VALUE_BYTES) : 0;
}

function isBurstStep(command: Command): command is RunStep {
  return command.kind === "runStep" && command.lane === "burst";
}
