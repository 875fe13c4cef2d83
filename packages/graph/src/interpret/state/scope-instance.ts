import type { ProgramNode, ProgramScope } from "./program.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { Compensation, Undoing } from "./compensation.ts";
import type { OpenEntry } from "./open-entry.ts";

/** Where a node stands in one scope instance. */
export const NodeStatus = { idle: 0, queued: 1, open: 2, ended: 3, skipped: 4 } as const;
export type NodeStatus = (typeof NodeStatus)[keyof typeof NodeStatus];

/** How a scope is going to end, once what is open in it has answered (rule 6). */
export type Closing =
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "cancelled"; readonly reason?: string };

/**
 * A live scope: the nodes' standing, the variables, and the outputs that somebody may still read.
 * Arrays are indexed by the position in the program's scope; the snapshot holds them by node id.
 */
export interface ScopeInstance {
  /** Unique among live scopes: the path; of a race's branches `race!0`. */
  readonly key: string;
  /** What the paths of its steps begin with; `""` is the top level, `each[3]` the fourth item. */
  readonly path: string;
  readonly program: ProgramScope;
  readonly parent: ScopeInstance | null;
  /** In a loop: which round or item, from 0. */
  readonly index?: number;
  readonly item?: Json;
  readonly status: NodeStatus[];
  /** Incoming edges taken, by node. */
  readonly taken: number[];
  /** Incoming edges dead, by node. */
  readonly dead: number[];
  /** Readers that have not ended yet, by node: at 0 the output is dropped. */
  readonly readers: number[];
  readonly outputs: (Json | undefined)[];
  /** Variables of its own (the top, items of a for_each); null: those of the scope around it. */
  vars: { [name: string]: Json } | null;
  /** Outputs of `end` nodes and of last nodes, by node id: what the scope itself gives. */
  ends: { [nodeId: string]: Json };
  lasts: { [nodeId: string]: Json };
  /** Nodes queued or open, and compensations under way. At 0 the scope ends (rule 5). */
  active: number;
  queued: number;
  closing: Closing | null;
  /** A failure that waits for what is behind `finally`. */
  deferred: Failure | null;
  /** Failures that came after the first cause. */
  others: Failure[];
  /** What has completed in it, or in scopes that ended in it, and could be compensated. */
  undo: Compensation[];
  undoing: Undoing | null;
  /** What waits in it, by path; null at the top, where most of `run.open` is its own. */
  readonly open: Map<string, OpenEntry> | null;
}

export interface ScopePlace {
  readonly key: string;
  readonly path: string;
  readonly index?: number;
  readonly item?: Json;
}

/** Failures beside the first that a scope keeps. */
const MAX_OTHERS = 20;

export function newScopeInstance(
  program: ProgramScope,
  parent: ScopeInstance | null,
  place: ScopePlace,
): ScopeInstance {
  const count = program.nodes.length;
  return {
    ...place,
    program,
    parent,
    status: new Array<NodeStatus>(count).fill(NodeStatus.idle),
    taken: new Array<number>(count).fill(0),
    dead: new Array<number>(count).fill(0),
    readers: program.nodes.map((node) => node.readers),
    outputs: new Array<Json | undefined>(count).fill(undefined),
    vars: program.owner === null || program.owner.construct.container?.ownVars === true ? {} : null,
    ends: {},
    lasts: {},
    active: 0,
    queued: 0,
    closing: null,
    deferred: null,
    others: [],
    undo: [],
    undoing: null,
    open: parent === null ? null : new Map(),
  };
}

/** What else failed in a scope, its compensations too. */
export function othersOf(scope: ScopeInstance): readonly Failure[] {
  return scope.undoing === null ? scope.others : [...scope.others, ...scope.undoing.failures];
}

/** A failure with the further causes attached (rule 6). */
export function withOthers(failure: Failure, others: readonly Failure[]): Failure {
  if (others.length === 0) return failure;
  return { ...failure, others: [...(failure.others ?? []), ...others].slice(0, MAX_OTHERS) };
}

export function noteOther(scope: ScopeInstance, failure: Failure): void {
  if (scope.others.length < MAX_OTHERS) scope.others.push(failure);
}

/** Rule 5: what its `end` nodes gave, else its last nodes, by node id. */
export function scopeOutput(scope: ScopeInstance): JsonObject {
  return Object.keys(scope.ends).length > 0 ? scope.ends : scope.lasts;
}

export function isEnded(scope: ScopeInstance, node: ProgramNode): boolean {
  const status = scope.status[node.index]!;
  return status === NodeStatus.ended || status === NodeStatus.skipped;
}

/** Live ranges: outputs that nobody still to come can read are dropped, so the state stays small. */
export function freeReads(scope: ScopeInstance, node: ProgramNode): void {
  for (const read of node.reads) {
    scope.readers[read]! -= 1;
    if (scope.readers[read] === 0) scope.outputs[read] = undefined;
  }
}
