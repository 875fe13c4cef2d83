import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Program, ProgramNode } from "../compile/program.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import type { Command } from "./command.ts";
import type { MachineEvent } from "./machine-event.ts";
import { newScopeInstance, type ScopeInstance } from "./scope-instance.ts";

/** Something that waits for an answer: a step, a timer, a signal. Keyed by its path. */
export interface OpenEntry {
  readonly kind: "step" | "timer" | "signal";
  readonly path: string;
  /** Path of the scope instance it lives in. */
  readonly scope: string;
  readonly node: ProgramNode;
  /** Asked to stop; its answer no longer moves the graph (rule 7). */
  cancelling: boolean;
  /** ms since epoch: when a timer fires by itself. */
  readonly until?: number;
  /** What the construct has to remember; plain JSON. */
  readonly memo?: Json;
  /** A burst step's answer, held until its wave is whole (see burst-wave). */
  answer?: StepAnswer;
}

export type StepAnswer = Extract<MachineEvent, { kind: "stepSucceeded" | "stepFailed" | "stepCancelled" }>;

/** Queued work: a node that fires, or that is skipped. */
export interface Work {
  readonly scope: ScopeInstance;
  readonly node: ProgramNode;
  readonly skip: boolean;
}

export interface MailboxEntry {
  readonly id: string;
  readonly name: string;
  readonly payload: Json;
}

export type RunStatus = "new" | "running" | "ended";

/**
 * The machine's state in the form it works on. `snapshot` turns it into plain JSON and back.
 * `commands` and `trace` belong to the batch under way.
 */
export interface Run {
  readonly program: Program;
  executionId: string;
  event: EventData | null;
  status: RunStatus;
  /** Time of the batch, ms since epoch; never goes back (rule 11). */
  at: number;
  readonly scopes: Map<string, ScopeInstance>;
  readonly open: Map<string, OpenEntry>;
  /** FIFO (rule 1): `work[next]` is the head. */
  work: Work[];
  next: number;
  /** A `yield` was asked for and has not come back. */
  yielding: boolean;
  mailbox: MailboxEntry[];
  /** Signals that came to a full mailbox. */
  droppedSignals: number;
  /** A failure was passed over by `onError: continue`. */
  hadErrors: boolean;
  /** Burst steps under way that have not answered. */
  burstsAwaited: number;
  /** Burst program that hears signals: the last burst step has not been followed by a timer yet. */
  unsettledBurst: boolean;
  /** The timer that settles it is under way. */
  settling: boolean;
  commands: Command[];
  trace: TraceEntry[];
  /** Node visits and bytes of commands in this batch. */
  visits: number;
  commandBytes: number;
}

/** A run before its start: the top scope, nothing in it. */
export function newRun(program: Program): Run {
  return {
    program,
    executionId: "",
    event: null,
    status: "new",
    at: 0,
    scopes: new Map([["", newScopeInstance(program, "")]]),
    open: new Map(),
    work: [],
    next: 0,
    yielding: false,
    mailbox: [],
    droppedSignals: 0,
    hadErrors: false,
    burstsAwaited: 0,
    unsettledBurst: false,
    settling: false,
    commands: [],
    trace: [],
    visits: 0,
    commandBytes: 0,
  };
}
