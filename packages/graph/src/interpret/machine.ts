import type { Program } from "../compile/program.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { heldAnswers, takeable } from "./burst-wave.ts";
import { closeScope, endExecution, giveUpWaiting } from "./closing.ts";
import type { Command } from "./command.ts";
import { answerStep } from "./constructs/activity.ts";
import { constructOf } from "./constructs/index.ts";
import { fireNode } from "./fire.ts";
import type { MachineEvent } from "./machine-event.ts";
import { keepSignal, waiterFor } from "./mailbox.ts";
import { newRun, type Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";
import { restoreRun, snapshotRun } from "./snapshot.ts";
import type { MachineState } from "./machine-state.ts";
import { scopeTimerPath } from "./step-path.ts";
import { queue, skipNode } from "./tokens.ts";

/** Rule 1: more work than this in one batch, or more bytes of commands, goes on after a `yield`. */
export const MAX_VISITS = 10_000;
export const MAX_COMMAND_BYTES = 1_000_000;

/** What one batch brought about. */
export interface Applied {
  readonly commands: readonly Command[];
  readonly trace: readonly TraceEntry[];
}

/**
 * What a graph means. Deterministic, without clock or I/O: the same program, state and batches give the same commands,
 * trace and state. `new Machine(program, machine.snapshot())` behaves exactly like `machine`, at every moment.
 *
 * @example
 * const machine = new Machine(compile(definition));
 * machine.apply([{ kind: "started", event, executionId }], now).commands // [{ kind: "runStep", path: "notify", … }]
 */
export class Machine {
  readonly #run: Run;

  constructor(program: Program, state?: MachineState) {
    this.#run = state === undefined ? newRun(program) : restoreRun(program, state);
  }

  /**
   * Takes one batch: what one activation of the driver brings. Each event is worked off before the next is looked at,
   * so how a driver groups events of one moment does not change what they mean.
   *
   * @param at ms since epoch: the batch's time. Programs with burst steps go by the time in the events instead (rule 11).
   */
  apply(events: readonly MachineEvent[], at: number): Applied {
    const run = this.#run;
    run.commands = [];
    run.trace = [];
    run.visits = 0;
    run.commandBytes = 0;
    if (!run.program.hasBurst && at > run.at) run.at = at;
    for (const event of inOrder(events)) {
      if (event.time !== undefined && event.time > run.at && run.program.hasBurst) run.at = event.time;
      take(run, event);
      drain(run);
      endIfDone(run);
    }
    return { commands: run.commands, trace: run.trace };
  }

  /** Nothing will ever happen again. */
  get ended(): boolean {
    return this.#run.status === "ended";
  }

  /** The whole state as plain JSON: survives continue-as-new, can be shown. */
  snapshot(): MachineState {
    return snapshotRun(this.#run);
  }
}

/** A batch's order: the start, signals, verbs, then the rest; each in the order given. */
function inOrder(events: readonly MachineEvent[]): readonly MachineEvent[] {
  return events.length < 2 ? events : events.toSorted((a, b) => rank(a) - rank(b));
}

function rank(event: MachineEvent): number {
  if (event.kind === "started") return 0;
  if (event.kind === "signalReceived") return 1;
  return event.kind === "cancelRequested" ? 2 : 3;
}

function take(run: Run, event: MachineEvent): void {
  if (run.status === "ended") return;
  switch (event.kind) {
    case "started":
      start(run, event);
      return;
    case "stepSucceeded":
    case "stepFailed":
    case "stepCancelled": {
      const entry = run.open.get(event.path);
      if (entry === undefined || entry.kind !== "step") return;
      for (const [one, answer] of takeable(run, entry, event)) {
        answerStep(run, one, answer);
        drain(run);
      }
      return;
    }
    case "timerFired":
      timerFired(run, event);
      return;
    case "signalReceived":
      signalReceived(run, event);
      return;
    case "cancelRequested":
      closeScope(run, topScope(run), {
        kind: "cancelled",
        ...(event.reason !== undefined && { reason: event.reason }),
      });
      return;
    case "yielded":
      run.yielding = false;
      return;
  }
}

function start(run: Run, event: Extract<MachineEvent, { kind: "started" }>): void {
  if (run.status !== "new") return;
  run.status = "running";
  run.executionId = event.executionId;
  run.event = event.event;
  const scope = topScope(run);
  for (const node of run.program.roots) queue(run, scope, node, false);
  for (const node of run.program.deadHeads) queue(run, scope, node, true);
}

function timerFired(run: Run, event: Extract<MachineEvent, { kind: "timerFired" }>): void {
  const entry = run.open.get(event.path);
  if (entry !== undefined) {
    if (run.program.hasBurst) run.at = Math.max(run.at, entry.until ?? run.at);
    run.unsettledBurst = false;
    constructOf(entry.node.definition).onEvent?.(run, entry, event);
    return;
  }
  const scope = topScope(run);
  if (event.path === scopeTimerPath(scope.path, "cancel")) {
    for (const [one, answer] of heldAnswers(run)) answerStep(run, one, answer);
    giveUpWaiting(run, scope);
  }
  if (event.path !== scopeTimerPath(scope.path, "settle")) return;
  run.unsettledBurst = false;
  run.settling = false;
}

function signalReceived(run: Run, event: Extract<MachineEvent, { kind: "signalReceived" }>): void {
  const entry = waiterFor(run, event);
  if (entry === null) keepSignal(run, event);
  else constructOf(entry.node.definition).onEvent?.(run, entry, event);
}

function drain(run: Run): void {
  while (run.next < run.work.length && run.status !== "ended") {
    if (run.visits >= MAX_VISITS || run.commandBytes >= MAX_COMMAND_BYTES) {
      if (!run.yielding) run.commands.push({ kind: "yield" });
      run.yielding = true;
      return;
    }
    const { scope, node, skip } = run.work[run.next]!;
    run.next += 1;
    run.visits += 1;
    if (skip) skipNode(run, scope, node);
    else fireNode(run, scope, node);
  }
  run.work = [];
  run.next = 0;
}

/** Rule 5; and in a burst program that hears signals, the end waits for a timer (docs/machine.md). */
function endIfDone(run: Run): void {
  if (run.status !== "running") return;
  const scope = topScope(run);
  if (scope.active > 0 || run.yielding) return;
  if (!run.unsettledBurst) {
    endExecution(run, scope);
    return;
  }
  if (run.settling) return;
  run.settling = true;
  const path = scopeTimerPath(scope.path, "settle");
  run.commands.push({ kind: "startTimer", path, at: run.at + 1, summary: path });
}

function topScope(run: Run): ScopeInstance {
  return run.scopes.get("")!;
}
