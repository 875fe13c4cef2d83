import type { Failure } from "../../definition/failure.ts";
import type { EventData, Lane } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import type { Command } from "../command.ts";
import type { ArmedTimer, Decided, MailboxEntry, RunStatus } from "./run.ts";
import type { Closing, NodeStatus } from "./scope-instance.ts";
import type { OpenEntry } from "./open-entry.ts";
import type { Compensation, Undoing } from "./compensation.ts";
import type { Seed } from "../../definition/seed.ts";
import type { LoopProgress } from "./loop-progress.ts";

/** The machine's whole state as plain JSON. Node ids instead of indices, so that it can be read. */
export interface MachineState {
  readonly formatVersion: 1;
  readonly interpreterVersion: number;
  readonly executionId: string;
  readonly event: EventData | null;
  readonly seed: Seed;
  readonly status: RunStatus;
  readonly at: number;
  /** Outer ones first. */
  readonly scopes: readonly ScopeState[];
  readonly open: readonly OpenState[];
  readonly timers: readonly (readonly [path: string, timer: ArmedTimer])[];
  /** Queued work, first to come first. */
  readonly work: readonly WorkState[];
  /** From interpreter version 2: nodes that wait until an activity of their lane may be under way (rule 15). */
  readonly waiting?: { readonly [Name in Lane]: readonly WorkState[] };
  /** From version 2: activities that nothing waits for any more, and that have not ended. */
  readonly forgotten?: readonly string[];
  /** From version 2: timers that Temporal is told of later. */
  readonly later?: readonly string[];
  readonly laterFrom?: number | null;
  /** From version 2: see `Run`. */
  readonly burstBytes?: number;
  readonly signals?: number;
  readonly operations?: number;
  /** Keys of scopes about to end. */
  readonly idle: readonly string[];
  readonly yielding: boolean;
  readonly mailbox: readonly MailboxEntry[];
  readonly droppedSignals: number;
  readonly hadErrors: boolean;
  readonly unsettledBurst: boolean;
  readonly settling: boolean;
  readonly paused: boolean;
  readonly draining: "no" | "soft" | "hard";
  readonly nextDrainAt: number;
  readonly held: readonly Command[];
  readonly undoSequence: number;
  readonly decided: { readonly [path: string]: Decided };
}

export interface WorkState {
  readonly scope: string;
  readonly node: string;
  readonly skip: boolean;
}

export interface ScopeState {
  readonly key: string;
  /** Key of the scope around it; null at the top. */
  readonly parent: string | null;
  /** Position in the program's scopes. */
  readonly program: number;
  readonly path: string;
  readonly index?: number;
  readonly item?: Json;
  /** Nodes that something has happened to: `[status, taken edges, dead edges]`. */
  readonly nodes: { readonly [nodeId: string]: readonly [NodeStatus, number, number] };
  readonly outputs: { readonly [nodeId: string]: Json };
  readonly vars: { readonly [name: string]: Json } | null;
  readonly ends: { readonly [nodeId: string]: Json };
  readonly lasts: { readonly [nodeId: string]: Json };
  readonly active: number;
  readonly closing: Closing | null;
  readonly deferred: Failure | null;
  readonly others: readonly Failure[];
  readonly undo: readonly Compensation[];
  readonly undoing: Undoing | null;
}

export type OpenState = Omit<OpenEntry, "node" | "children" | "memo"> & {
  readonly node: string;
  /** What the construct remembers; of a container of many scopes it is `loop`. */
  readonly memo?: unknown;
  readonly loop?: LoopProgress;
  readonly children?: readonly string[];
};
