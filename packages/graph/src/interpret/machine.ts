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
import { restoreRun, snapshotRun } from "./state/snapshot.ts";
import { take, workOff } from "./batch/take.ts";
import type { OperationRequest, OperationResult } from "./operation.ts";
import { checkOperation, takeOperation } from "./operations/index.ts";

/** What one batch brought about. */
export interface Applied {
  readonly commands: readonly Command[];
  readonly trace: readonly TraceEntry[];
  /** The word on each operation of the batch (rule 13). */
  readonly operationResults: readonly OperationResult[];
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
      workOff(run);
      endIfDone(run);
    }
    closeBatch(run);
    if (continueAsNew(run)) {
      workOff(run);
      endIfDone(run);
      closeBatch(run);
    }
    return { commands: run.commands, trace: run.trace, operationResults: run.operationResults };
  }

  /** What `apply` would say to the operation now, without doing it. */
  check(request: OperationRequest): OperationResult {
    return checkOperation(this.#run, request);
  }

  /** Nothing will ever happen again. */
  get ended(): boolean {
    return this.#run.status === "ended";
  }

  /** Whether a person has to do something, for Temporal's list of executions. */
  get standing(): Standing {
    if (this.#run.paused) return "paused";
    for (const { kind } of this.#run.open.values()) if (kind === "incident") return "incident";
    return "running";
  }

  /** The whole state as plain JSON: survives continue-as-new, can be shown. */
  snapshot(): MachineState {
    return snapshotRun(this.#run);
  }
}

/**
 * A batch's order: the start, signals and replies, the rest, then operations; each in the order given. Operations last, since a
 * driver may bring them alone, after what came before them, or together with it: that may not change what they mean.
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
