import type { ProgramNode, ProgramScope } from "./program.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { Compensation, CompensationProgress } from "./compensation.ts";
import type { OpenEntry } from "./open-entry.ts";

/** The state of a node in one scope instance. */
export const NodeStatus = { idle: 0, queued: 1, open: 2, ended: 3, skipped: 4 } as const;
export type NodeStatus = (typeof NodeStatus)[keyof typeof NodeStatus];

/** How a scope is going to end, once what is open in it has answered (rule 6). */
export type Closing =
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "cancelled"; readonly reason?: string };

/**
 * A live scope: the state of its nodes, its variables, and the outputs that a node may still read. The arrays are indexed by
 * the position of the node in `program.nodes`; the snapshot holds the same values by node id.
 */
export interface ScopeInstance {
  /** Unique among live scopes. It is the path, except for the branches of a race, whose keys are `race!0`, `race!1` … */
  readonly key: string;
  /** The prefix of the paths of its steps: `""` for the top level, `each[3]` for the fourth item of `each`. */
  readonly path: string;
  readonly program: ProgramScope;
  readonly parent: ScopeInstance | null;
  /** In a loop: the number of the round or item, from 0. */
  readonly index?: number;
  readonly item?: Json;
  readonly status: NodeStatus[];
  /** How many incoming edges of each node are taken. */
  readonly taken: number[];
  /** How many incoming edges of each node are dead. */
  readonly dead: number[];
  /** How many nodes that may read the output of each node have not ended. At 0 the output is dropped. */
  readonly readers: number[];
  readonly outputs: (Json | undefined)[];
  /** The scope's own variables (the top scope and the items of a for_each have them); null if it uses those of the scope around it. */
  vars: { [name: string]: Json } | null;
  /** The outputs of `end` nodes, by node id. If there are any, they are the output of the scope. */
  ends: { [nodeId: string]: Json };
  /** The outputs of nodes that ended on a port without an edge, by node id. Without `ends`, they are the output of the scope. */
  lasts: { [nodeId: string]: Json };
  /** How many nodes are queued or open, plus one while compensations run. At 0 the scope ends (rule 5). */
  active: number;
  queued: number;
  /** How the scope is going to end; null while it runs normally. */
  closing: Closing | null;
  /** The failure of a `try`, which fails the scope once the nodes behind `finally` have ended. */
  deferred: Failure | null;
  /** Failures after the first cause. */
  others: Failure[];
  /** The compensations of steps that completed in this scope, or in child scopes that ended and passed theirs on. */
  undo: Compensation[];
  /** The compensations that are being carried out; null before they begin. */
  undoing: CompensationProgress | null;
  /** The open entries of the scope, by path; null for the top scope, because most entries of `run.open` belong to it. */
  readonly open: Map<string, OpenEntry> | null;
}

export interface ScopePlace {
  readonly key: string;
  readonly path: string;
  readonly index?: number;
  readonly item?: Json;
}

/** How many failures a scope keeps in addition to the first one. */
const MAX_FURTHER_FAILURES = 20;

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

/** The failures in a scope after its first cause, including failures of its compensations. */
export function furtherFailures(scope: ScopeInstance): readonly Failure[] {
  return scope.undoing === null ? scope.others : [...scope.others, ...scope.undoing.failures];
}

/** A copy of the failure with the further failures attached as `others` (rule 6). */
export function withFurtherFailures(failure: Failure, others: readonly Failure[]): Failure {
  if (others.length === 0) return failure;
  return { ...failure, others: [...(failure.others ?? []), ...others].slice(0, MAX_FURTHER_FAILURES) };
}

export function addFurtherFailure(scope: ScopeInstance, failure: Failure): void {
  if (scope.others.length < MAX_FURTHER_FAILURES) scope.others.push(failure);
}

/** The output of a scope: the outputs of its `end` nodes, or without `end` nodes those of its last nodes, by node id (rule 5). */
export function scopeOutput(scope: ScopeInstance): JsonObject {
  return Object.keys(scope.ends).length > 0 ? scope.ends : scope.lasts;
}

/** The node has ended and reads nothing any more: drops the outputs that no other node can still read, so that the state stays small. */
export function freeReads(scope: ScopeInstance, node: ProgramNode): void {
  for (const read of node.reads) {
    scope.readers[read]! -= 1;
    if (scope.readers[read] === 0) scope.outputs[read] = undefined;
  }
}
