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

/** A run's start and its first workflow task, scheduled and started. */
const FIRST_TASK_EVENTS = 3;
/** How long the gate stays closed for a continue-as-new that is only advisable. Milliseconds. */
export const SOFT_DRAIN_MS = 60_000;
/** After one that failed, history grows by so many events before the next try. */
const EVENTS_BETWEEN_DRAINS = 1_000;
/** From here on the gate stays closed until nothing is in flight: Temporal ends an execution at 51,200 events or 50 MiB. */
export const HARD_HISTORY_LENGTH = 20_000;
export const HARD_HISTORY_BYTES = 20 * 1024 * 1024;

/** What a new run can be given: beyond it the continue-as-new would loop in its own workflow task. */
export const MAX_STATE_BYTES = 8 * 1024 * 1024;

/** What a driver knows of its history at a batch: the same live, in a replay and in the mirror. */
export interface HistorySize {
  /** Events up to and with the workflow task's start. */
  readonly length: number;
  readonly bytes: number;
  /** Temporal suggests to continue as new. */
  readonly isSuggested: boolean;
}

/** The `drain` that a driver puts into a batch, or null while history is short. `limit`: events, of `ExecutionStart.historyLimit`. */
export function drainEvent(
  size: HistorySize,
  limit: number | undefined,
): Extract<MachineEvent, { kind: "drain" }> | null {
  const hard = size.length >= HARD_HISTORY_LENGTH || size.bytes >= HARD_HISTORY_BYTES;
  const isLong = limit !== undefined && size.length >= limit;
  if (!hard && !size.isSuggested && !isLong) return null;
  return { kind: "drain", historyLength: size.length, hard };
}

/** Rule 9: closes the gate, so that what is in flight can come in. */
export function startDraining(run: Run, event: Extract<MachineEvent, { kind: "drain" }>): void {
  // A run's first task only takes over: else a limit below it would go on for ever. Told by the length, since a driver may
  // bring that task together with the next.
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

/** Temporal refuses further signals or operations of this run soon, whatever the length of its history. */
function hasHeardMany({ program: { limits }, signals, operations, draining }: Run): boolean {
  return draining !== "hard" && (signals >= limits.signals || operations >= limits.operations);
}

/** A continue-as-new that is only advisable keeps the gate closed for a minute at most. */
function limitDraining(run: Run): void {
  const path = scopeTimerPath("", "drain");
  if (run.draining === "soft" && !run.timers.has(path)) armTimerAfter(run, path, SOFT_DRAIN_MS, path);
}

/** A minute was not enough: what is held goes out, and a later batch tries again. */
export function stopDraining(run: Run): void {
  if (run.draining !== "soft") return;
  run.draining = "no";
  releaseHeld(run);
}

/**
 * At the end of a batch: with nothing in flight the execution goes on in a new run.
 *
 * @returns whether it fails instead: what it has to remember does not travel
 */
export function continueAsNew(run: Run): boolean {
  if (hasHeardMany(run)) drainHard(run);
  if (run.draining === "no" || run.status !== "running") return false;
  if (!canContinueAsNew(run)) {
    // The timer that settles a burst ends the waiting by itself.
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

/** First batch of the new run: arms the timers that the old one took with it, and opens the gate. */
export function resume(run: Run): void {
  if (run.status !== "handedOver") return;
  run.status = "running";
  run.draining = "no";
  run.nextDrainAt = 0;
  run.signals = 0;
  run.operations = 0;
  // Activities of the run before are gone with it: what it still awaited is held, and sent by this one.
  for (const path of run.underWay) if (!isHeld(run, "runStep", path)) run.underWay.delete(path);
  const held = new Set(run.held.flatMap((command) => (command.kind === "startTimer" ? [command.path] : [])));
  for (const [path, { at, summary }] of run.timers) {
    if (!held.has(path) && !run.later.has(path)) run.commands.push({ kind: "startTimer", path, at, summary });
  }
  releaseHeld(run);
}

/** An activity's answer would be lost; timers are armed again, replies and signals find the new run. */
function canContinueAsNew(run: Run): boolean {
  if (run.yielding || run.settling || headOf(run.work) !== null || run.idle.length > 0) return false;
  for (const entry of run.open.values()) {
    // A burst step's answer in hand travels with the state; the rest of its local activity batch may be behind the gate.
    if (entry.kind === "step" && entry.answer === undefined && !isHeld(run, "runStep", entry.path)) return false;
  }
  return true;
}

const STATE_TOO_LARGE: Failure = {
  code: "STATE_TOO_LARGE",
  message: `What the execution has to remember is larger than ${MAX_STATE_BYTES} bytes.`,
  hint: "Keep less: name what a for_each keeps in its `result`, and read only the fields that are needed.",
  retryable: false,
};
