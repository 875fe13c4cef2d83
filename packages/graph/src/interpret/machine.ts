import type { Program } from "./state/program.ts";
import type { Standing } from "../contract/search-attributes.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import type { Command } from "./command.ts";
import { closeBatch } from "./effects/gate.ts";
import { endIfDone } from "./batch/end-if-done.ts";
import { continueAsNew } from "./batch/continue-as-new.ts";
import type { MachineEvent } from "./machine-event.ts";
import type { MachineState } from "./state/machine-state.ts";
import { isMoment } from "./wire/moment.ts";
import { newRun, type Run } from "./state/run.ts";
import { awaitsOnly } from "./state/awaits-only.ts";
import { restoreRun, snapshotRun } from "./state/snapshot.ts";
import { take, finishWork } from "./batch/take.ts";
import type { OperationRequest, OperationResult } from "./operation.ts";
import { checkOperation, takeOperation } from "./operations/index.ts";

/** What one batch of events led to. */
export interface Applied {
  readonly commands: readonly Command[];
  readonly trace: readonly TraceEntry[];
  /** The result of each operation in the batch, in order (rule 13). */
  readonly operationResults: readonly OperationResult[];
}

/**
 * Carries out a graph; this class is the definition of what a graph means. It is deterministic and has no clock and no
 * I/O: the same program, state and batches give the same commands, trace and state. At every moment,
 * `new Machine(program, machine.snapshot())` behaves exactly like `machine`.
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
   * Takes one batch: all events that one activation of the driver brings. All work that follows from an event is done
   * before the next event is looked at, so that it does not matter how a driver groups simultaneous events into batches.
   *
   * @param at the time of the batch, in ms since epoch. A program with burst steps uses the time in the events instead
   *   (rule 11).
   */
  apply(events: readonly MachineEvent[], at: number): Applied {
    const run = this.#run;
    run.commands = [];
    run.indexed = 0;
    run.trace = [];
    run.operationResults = [];
    run.visits = 0;
    run.commandBytes = 0;
    run.inputBytes = 0;
    if (!run.program.hasBurst && at > run.at) run.at = at;
    for (const event of inOrder(events)) {
      if (run.program.hasBurst && isMoment(event.time) && event.time > run.at) run.at = event.time;
      if (event.kind === "operation") {
        takeOperation(run, event);
        if (run.operationResults.at(-1)?.ok === true) run.operations += 1;
      } else take(run, event);
      finishWork(run);
      endIfDone(run);
    }
    closeBatch(run);
    if (continueAsNew(run)) {
      finishWork(run);
      endIfDone(run);
      closeBatch(run);
    }
    return { commands: run.commands, trace: run.trace, operationResults: run.operationResults };
  }

  /** The result that `apply` would give for the operation now. Nothing is changed. */
  check(request: OperationRequest): OperationResult {
    return checkOperation(this.#run, request);
  }

  /** The execution has ended: further events are ignored. */
  get ended(): boolean {
    return this.#run.status === "ended";
  }

  /** Whether a person has to do something; Temporal's list of executions shows it. */
  get standing(): Standing {
    if (this.#run.paused) return "paused";
    for (const { kind } of this.#run.open.values()) if (kind === "incident") return "incident";
    return "running";
  }

  /** Whether nothing is under way but the steps at these paths. A region may begin only then. */
  awaitsOnly(paths: { has(path: string): boolean }): boolean {
    return awaitsOnly(this.#run, paths);
  }

  /** The whole state as plain JSON. A continue-as-new gives it to the next run. */
  snapshot(): MachineState {
    return snapshotRun(this.#run);
  }
}

/**
 * Sorts a batch: the start first, then signals and replies, then the rest, then operations; within each group the given
 * order stays. Operations come last, because a driver may deliver an operation in the same batch as earlier events or in a
 * batch of its own, and the operation must find the same state in both cases.
 */
function inOrder(events: readonly MachineEvent[]): readonly MachineEvent[] {
  return events.length < 2 ? events : events.toSorted((a, b) => rank(a) - rank(b));
}

const RANKS: { readonly [Kind in MachineEvent["kind"]]?: number } = {
  started: 0,
  resumed: 0,
  drain: 1,
  signalReceived: 2,
  replyReceived: 2,
  cancelRequested: 3,
  operation: 5,
};

function rank(event: MachineEvent): number {
  return RANKS[event.kind] ?? 4;
}
