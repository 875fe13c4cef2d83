import type { EventData, Lane } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import type { Program } from "./program.ts";
import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Command } from "../command.ts";
import { newScopeInstance, type ScopeInstance } from "./scope-instance.ts";
import type { OperationResult } from "../operation.ts";
import type { OpenEntry } from "./open-entry.ts";
import type { Seed } from "../../definition/seed.ts";
import { newWorkQueue, type WorkQueue } from "./work-queue.ts";

export interface MailboxEntry {
  readonly id: string;
  readonly name: string;
  readonly payload: Json;
}

/** A timer under way, by the path that it fires with. */
export interface ArmedTimer {
  readonly at: number;
  readonly summary: string;
}

/** How a decided path was decided, and by whom (rule 13). */
export interface Decided {
  readonly as: string;
  readonly by: string;
}

/** `handedOver`: the execution continues as new. Histories hold this word, so it stays. */
export type RunStatus = "new" | "running" | "ended" | "handedOver";

/**
 * The machine's state in the form it works on. `snapshot` turns it into plain JSON and back.
 * `commands`, `trace` and what stands below them belong to the batch under way.
 */
export interface Run {
  readonly program: Program;
  executionId: string;
  event: EventData | null;
  seed: Seed;
  status: RunStatus;
  /** Time of the batch, ms since epoch; never goes back (rule 11). */
  at: number;
  /** By key; `""` is the top. */
  readonly scopes: Map<string, ScopeInstance>;
  readonly open: Map<string, OpenEntry>;
  readonly timers: Map<string, ArmedTimer>;
  /** Of them, those that Temporal is told of later (rule 15), and a moment before which none of these is due. */
  readonly later: Set<string>;
  laterFrom: number;
  /** Of them, the scopes' own, such as a grace time. */
  scopeTimers: number;
  /** First in, first out (rule 1). */
  readonly work: WorkQueue;
  /** Nodes whose turn came while no further activity of their lane might be under way (rule 15). */
  readonly waiting: { readonly [Name in Lane]: WorkQueue };
  /** Paths of activities that were commanded and have not answered, also when nothing waits for the answer any more. */
  readonly underWay: Set<string>;
  /** Of them, those whose command is held. */
  heldSteps: number;
  /** A `yield` was asked for and has not come back. */
  yielding: boolean;
  mailbox: MailboxEntry[];
  /** Bytes of the mailbox; not in the state, which holds it. */
  mailboxBytes: number;
  /** Signals that came to a full mailbox. */
  droppedSignals: number;
  /** A failure was passed over by `onError: continue`. */
  hadErrors: boolean;
  /** Burst steps under way that have not answered. */
  burstsAwaited: number;
  /** Bytes of the answers that stand in the workflow task under way: it ends with a `yield` before they are too many. */
  burstBytes: number;
  /** The last of them ended without an answer. */
  waveIsShort: boolean;
  /** Burst program that hears signals: the last burst step has not been followed by a timer yet. */
  unsettledBurst: boolean;
  /** The timer that settles it is under way. */
  settling: boolean;
  /** Signals with replies, and operations, that this run of the execution has taken in (rule 15). */
  signals: number;
  operations: number;
  /** The gate (rule 9). */
  paused: boolean;
  draining: "no" | "soft" | "hard";
  /** History length below which the next soft drain is not tried. */
  nextDrainAt: number;
  /** Commands behind the gate, in order. */
  held: Command[];
  /** Steps completed whose compensating is registered, so far: their order (rule 8). */
  undoSequence: number;
  readonly decided: Map<string, Decided>;
  commands: Command[];
  trace: TraceEntry[];
  operationResults: OperationResult[];
  /** Commands of this batch, or held, that nothing wants any more: never sent, so history would not show them either. */
  readonly dropped: Set<Command>;
  /** What is held, by path. */
  readonly heldAt: Map<string, Command>;
  /** By path, the first `indexed` of this batch's commands: they can still be dropped. */
  readonly unsent: Map<string, Command>;
  indexed: number;
  /** Scopes with nothing left that waits or runs, to be ended. */
  idle: ScopeInstance[];
  /** Node visits and bytes of commands in this batch. */
  visits: number;
  commandBytes: number;
  /** Bytes of inputs in this batch, large ones in full. */
  inputBytes: number;
}

/** A run before its start: the top scope, nothing in it. */
export function newRun(program: Program): Run {
  return {
    program,
    executionId: "",
    event: null,
    seed: {},
    status: "new",
    at: 0,
    scopes: new Map([["", newScopeInstance(program.scopes[0]!, null, { key: "", path: "" })]]),
    open: new Map(),
    timers: new Map(),
    later: new Set(),
    laterFrom: Number.POSITIVE_INFINITY,
    scopeTimers: 0,
    work: newWorkQueue(),
    waiting: { step: newWorkQueue(), burst: newWorkQueue() },
    underWay: new Set(),
    heldSteps: 0,
    yielding: false,
    mailbox: [],
    mailboxBytes: 0,
    droppedSignals: 0,
    hadErrors: false,
    burstsAwaited: 0,
    burstBytes: 0,
    waveIsShort: false,
    unsettledBurst: false,
    settling: false,
    signals: 0,
    operations: 0,
    paused: false,
    draining: "no",
    nextDrainAt: 0,
    held: [],
    undoSequence: 0,
    decided: new Map(),
    commands: [],
    trace: [],
    operationResults: [],
    dropped: new Set(),
    heldAt: new Map(),
    unsent: new Map(),
    indexed: 0,
    idle: [],
    visits: 0,
    commandBytes: 0,
    inputBytes: 0,
  };
}

/** One thing less that the scope waits for; with nothing left it is going to end (rule 5); the top ends by `endIfDone`. */
export function leave(run: Run, scope: ScopeInstance): void {
  scope.active -= 1;
  if (scope.active === 0 && scope.parent !== null) run.idle.push(scope);
}
