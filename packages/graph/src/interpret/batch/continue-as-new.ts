import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { closeScope } from "../scope/closing.ts";
import { settle } from "./end-if-done.ts";
import { releaseHeld } from "../effects/gate.ts";
import { isHeld } from "../state/held-commands.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { Run } from "../state/run.ts";
import { removeTimer } from "../state/timer-list.ts";
import { headOf } from "../state/work-queue.ts";
import { snapshotRun } from "../state/snapshot.ts";
import { scopeTimerPath } from "../state/step-path.ts";
import { armTimerAfter, disarmTimer } from "../effects/timers.ts";

/** The number of events up to the first workflow task of a run: the start of the run, and the task scheduled and started. */
const FIRST_TASK_EVENTS = 3;
/** How many milliseconds the gate stays closed at most for a continue-as-new that is only advisable (a soft drain). */
export const SOFT_DRAIN_MS = 60_000;
/** After a soft drain that did not succeed, history grows by this many events before the next one. */
const EVENTS_BETWEEN_DRAINS = 1_000;
/**
 * From this length or size of history on, the gate stays closed until nothing is in flight (a hard drain), because Temporal
 * terminates an execution at 51,200 events or 50 MiB.
 */
export const HARD_HISTORY_LENGTH = 20_000;
export const HARD_HISTORY_BYTES = 20 * 1024 * 1024;

/** The largest state that a new run can be given. With a larger one, the workflow task of the continue-as-new would fail again and again. */
export const MAX_STATE_BYTES = 8 * 1024 * 1024;

/** What a driver knows about the history at a batch. It is the same live, in a replay and in the mirror. */
export interface HistorySize {
  /** The number of events up to the start of the current workflow task, inclusive. */
  readonly length: number;
  readonly bytes: number;
  /** Whether Temporal suggests to continue as new. */
  readonly isSuggested: boolean;
}

/**
 * The event `drain` that a driver adds to a batch; null while history is short.
 *
 * @param limit the number of events in `ExecutionStart.historyLimit`
 */
export function drainEvent(
  size: HistorySize,
  limit: number | undefined,
): Extract<MachineEvent, { kind: "drain" }> | null {
  const hard = size.length >= HARD_HISTORY_LENGTH || size.bytes >= HARD_HISTORY_BYTES;
  const isLong = limit !== undefined && size.length >= limit;
  if (!hard && !size.isSuggested && !isLong) return null;
  return { kind: "drain", historyLength: size.length, hard };
}

/** Closes the gate, so that the activities that are in flight can end and nothing new begins (rule 9). */
export function startDraining(run: Run, event: Extract<MachineEvent, { kind: "drain" }>): void {
  // The first workflow task of a run never drains: with a limit below its length, every run would continue as new at once,
  // forever. The length of history identifies this task, because a driver may deliver it together with the next one.
  if (run.status !== "running" || event.historyLength <= FIRST_TASK_EVENTS) return;
  if (event.hard) return drainHard(run);
  if (run.draining !== "no" || event.historyLength < run.nextDrainAt) return;
  run.draining = "soft";
  run.nextDrainAt = event.historyLength + EVENTS_BETWEEN_DRAINS;
}

function drainHard(run: Run): void {
  if (run.draining === "soft") disarmTimer(run, scopeTimerPath("", "drain"));
  run.draining = "hard";
}

/** Whether this run has received so many signals or operations that Temporal will soon refuse more, however short its history is. */
function hasHeardMany({ program: { limits }, signals, operations, draining }: Run): boolean {
  return draining !== "hard" && (signals >= limits.signals || operations >= limits.operations);
}

/** Starts the timer that ends a soft drain after a minute. */
function limitDraining(run: Run): void {
  const path = scopeTimerPath("", "drain");
  if (run.draining === "soft" && !run.timers.has(path)) armTimerAfter(run, path, SOFT_DRAIN_MS, path);
}

/** Ends a soft drain that took longer than a minute: the held commands are sent, and a later batch tries again. */
export function stopDraining(run: Run): void {
  if (run.draining !== "soft") return;
  run.draining = "no";
  releaseHeld(run);
}

/**
 * Is called at the end of each batch. If the machine is draining and nothing is in flight, the execution continues as new.
 *
 * @returns true if the execution fails instead, because its state is too large to be given to a new run
 */
export function continueAsNew(run: Run): boolean {
  if (hasHeardMany(run)) drainHard(run);
  if (run.draining === "no" || run.status !== "running") return false;
  if (!canContinueAsNew(run)) {
    // While the timer after the last burst step runs, no other timer is needed: it fires after a millisecond.
    if (!run.settling) limitDraining(run);
    return false;
  }
  if (run.unsettledBurst) {
    settle(run);
    return false;
  }
  removeTimer(run, scopeTimerPath("", "drain"));
  const bytes = jsonSize(snapshotRun(run) as unknown as Json, MAX_STATE_BYTES);
  if (bytes > MAX_STATE_BYTES) {
    run.draining = "no";
    releaseHeld(run);
    const top = run.scopes.get("")!;
    if (top.closing !== null) return false;
    closeScope(run, top, { kind: "failed", failure: STATE_TOO_LARGE });
    return true;
  }
  run.commands.push({ kind: "continueAsNew" });
  run.status = "handedOver";
  return false;
}

/** The first batch of a new run: starts the timers of the old run again, and opens the gate. */
export function resume(run: Run): void {
  if (run.status !== "handedOver") return;
  run.status = "running";
  run.draining = "no";
  run.nextDrainAt = 0;
  run.signals = 0;
  run.operations = 0;
  // The old run had no activity in flight that a step waits for. Others were lost with it, so they no longer count.
  for (const path of run.underWay) if (!isHeld(run, "runStep", path)) run.underWay.delete(path);
  const held = new Set(run.held.flatMap((command) => (command.kind === "startTimer" ? [command.path] : [])));
  for (const [path, { at, summary }] of run.timers) {
    if (!held.has(path) && !run.later.has(path)) run.commands.push({ kind: "startTimer", path, at, summary });
  }
  releaseHeld(run);
}

/**
 * Whether the execution can continue as new: no step waits for an activity that has been sent, because its answer would be
 * lost. Timers do not matter, because the new run starts them again; replies and signals reach the new run.
 */
function canContinueAsNew(run: Run): boolean {
  if (run.yielding || run.settling || headOf(run.work) !== null || run.idle.length > 0) return false;
  for (const entry of run.open.values()) {
    // The answer of a burst step that is kept until its batch is complete is part of the state. The other steps of the batch may be held.
    if (entry.kind === "step" && entry.answer === undefined && !isHeld(run, "runStep", entry.path)) return false;
  }
  return true;
}

const STATE_TOO_LARGE: Failure = {
  code: "STATE_TOO_LARGE",
  message: `The state of the execution is larger than ${MAX_STATE_BYTES} bytes.`,
  hint: "Keep less data: let `result` of a for_each name only what is needed, and read only the fields that are needed.",
  retryable: false,
};
