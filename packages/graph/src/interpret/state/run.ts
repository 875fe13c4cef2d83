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

/** A timer that has not fired. */
export interface ArmedTimer {
  readonly at: number;
  readonly summary: string;
}

/** How a person decided the step at a path, and who it was (rule 13). */
export interface Decided {
  readonly as: string;
  readonly by: string;
}

/** `handedOver` means that the execution continues as new. The word stays, because snapshots in histories contain it. */
export type RunStatus = "new" | "running" | "ended" | "handedOver";

/**
 * The state of the machine in the form that the machine works on. snapshot.ts turns it into plain JSON and back. The
 * fields from `commands` on belong to the current batch only.
 */
export interface Run {
  readonly program: Program;
  executionId: string;
  event: EventData | null;
  seed: Seed;
  status: RunStatus;
  /** The machine's time, in ms since epoch; it never goes back (rule 11). */
  at: number;
  /** The live scopes by key; `""` is the key of the top scope. */
  readonly scopes: Map<string, ScopeInstance>;
  /** Everything that waits for an answer, by path. */
  readonly open: Map<string, OpenEntry>;
  /** All timers that have not fired, by the path that they fire with. */
  readonly timers: Map<string, ArmedTimer>;
  /** The timers among them that the machine has not started on Temporal yet (rule 15). */
  readonly later: Set<string>;
  /** No timer in `later` is due before this moment. */
  laterFrom: number;
  /** How many of `timers` belong to a scope itself, such as the grace time after a cancel. */
  scopeTimers: number;
  /** First in, first out (rule 1). */
  readonly work: WorkQueue;
  /** Nodes that were to fire while as many activities of their lane as allowed were under way (rule 15). */
  readonly waiting: { readonly [Name in Lane]: WorkQueue };
  /** Paths of the activities that were commanded and have not answered, including those that no step waits for any more. */
  readonly underWay: Set<string>;
  /** How many of `underWay` are not sent yet, because their command is held. */
  heldSteps: number;
  /** The machine has commanded a `yield`, and the event `yielded` has not come yet. */
  yielding: boolean;
  mailbox: MailboxEntry[];
  /** The bytes in the mailbox. A snapshot leaves this number out, because it can be counted again. */
  mailboxBytes: number;
  /** How many signals were dropped because the mailbox was full. */
  droppedSignals: number;
  /** A step failed, and the execution continued because of `onError: continue`. */
  hadErrors: boolean;
  /** How many burst steps have not answered. */
  burstsAwaited: number;
  /** Bytes of the burst answers in the current workflow task. The machine yields before they become too many for one task. */
  burstBytes: number;
  /** The last burst step that its batch waited for ended without an answer. */
  isBatchShort: boolean;
  /** In a program with burst steps and signals: no timer has fired since the last burst step. */
  unsettledBurst: boolean;
  /** That timer has been started and has not fired. */
  settling: boolean;
  /** How many signals (including replies) this run of the execution has received (rule 15). */
  signals: number;
  /** How many operations this run of the execution has carried out (rule 15). */
  operations: number;
  /** A person has paused the execution: the gate is closed (rule 9). */
  paused: boolean;
  /** The execution is about to continue as new: the gate is closed (rule 9). */
  draining: "no" | "soft" | "hard";
  /** The machine tries no soft drain before the history has this length. */
  nextDrainAt: number;
  /** The commands that wait behind the gate, in order. */
  held: Command[];
  /** How many compensations have been registered; gives each its place in the order (rule 8). */
  undoSequence: number;
  readonly decided: Map<string, Decided>;
  commands: Command[];
  trace: TraceEntry[];
  operationResults: OperationResult[];
  /** Commands of this batch or of `held` that were taken back before they were sent. History does not contain them. */
  readonly dropped: Set<Command>;
  /** The commands in `held`, by `unsentKey`. */
  readonly heldAt: Map<string, Command>;
  /** The first `indexed` commands of this batch, by `unsentKey`, so that they can be found and taken back. */
  readonly unsent: Map<string, Command>;
  indexed: number;
  /** Scopes in which nothing waits or runs any more; they are to be ended. */
  idle: ScopeInstance[];
  /** How many nodes this batch has visited. */
  visits: number;
  /** The bytes of this batch's commands. A large input counts as the reference that is sent in its place. */
  commandBytes: number;
  /** The bytes of the inputs in this batch, with large inputs counted in full. */
  inputBytes: number;
}

/** A run before its start: it has a top scope in which nothing has happened. */
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
    isBatchShort: false,
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

/**
 * The scope waits for one thing less. If it was the last one, the scope is going to end (rule 5); the top scope is ended by
 * `endIfDone` instead.
 */
export function leave(run: Run, scope: ScopeInstance): void {
  scope.active -= 1;
  if (scope.active === 0 && scope.parent !== null) run.idle.push(scope);
}
