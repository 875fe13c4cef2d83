import type { Failure } from "../../definition/failure.ts";
import type { EventData, Lane } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import type { Command } from "../command.ts";
import type { ArmedTimer, Decided, MailboxEntry, RunStatus } from "./run.ts";
import type { Closing, NodeStatus } from "./scope-instance.ts";
import type { OpenEntry } from "./open-entry.ts";
import type { Compensation, CompensationProgress } from "./compensation.ts";
import type { Seed } from "../../definition/seed.ts";
import type { LoopProgress } from "./loop-progress.ts";

/** The whole state of the machine as plain JSON. It refers to nodes by id instead of by index, so that people can read it. */
export interface MachineState {
  readonly formatVersion: 1;
  readonly interpreterVersion: number;
  readonly executionId: string;
  readonly event: EventData | null;
  readonly seed: Seed;
  readonly status: RunStatus;
  readonly at: number;
  /** Outer scopes stand before the scopes inside them. */
  readonly scopes: readonly ScopeState[];
  readonly open: readonly OpenState[];
  readonly timers: readonly (readonly [path: string, timer: ArmedTimer])[];
  /** Queued work, first in, first out. */
  readonly work: readonly WorkState[];
  /** From interpreter version 2: nodes that wait until a further activity of their lane may run (rule 15). */
  readonly waiting?: { readonly [Name in Lane]: readonly WorkState[] };
  /** From version 2: paths of activities that have not ended although no step waits for them any more. */
  readonly forgotten?: readonly string[];
  /** From version 2: timers that the machine has not started on Temporal yet. */
  readonly later?: readonly string[];
  readonly laterFrom?: number | null;
  /** From version 2: see the fields of the same names in `Run`. */
  readonly burstBytes?: number;
  readonly signals?: number;
  readonly operations?: number;
  /** Keys of the scopes that are about to end. */
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

/** `undo` and `undoing` hold compensations. They keep their names, because snapshots in histories contain them. */
export interface ScopeState {
  readonly key: string;
  /** Key of the surrounding scope; null for the top scope. */
  readonly parent: string | null;
  /** Position in the program's scopes. */
  readonly program: number;
  readonly path: string;
  readonly index?: number;
  readonly item?: Json;
  /** `[status, taken edges, dead edges]` of each node that is not in its initial state. */
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
  readonly undoing: CompensationProgress | null;
}

export type OpenState = Omit<OpenEntry, "node" | "children" | "memo"> & {
  readonly node: string;
  /** What the construct remembers. A container with many child scopes has `loop` instead. */
  readonly memo?: unknown;
  readonly loop?: LoopProgress;
  readonly children?: readonly string[];
};
