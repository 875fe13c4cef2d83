import type { Program } from "../compile/program.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";

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
 * Arrays are indexed by the program's node index; the snapshot holds them by node id.
 */
export interface ScopeInstance {
  /** `""` is the top level. */
  readonly path: string;
  readonly status: NodeStatus[];
  /** Incoming edges taken, by node. */
  readonly taken: number[];
  /** Incoming edges dead, by node. */
  readonly dead: number[];
  /** Readers that have not ended yet, by node: at 0 the output is dropped. */
  readonly readers: number[];
  readonly outputs: (Json | undefined)[];
  vars: { [name: string]: Json };
  /** Outputs of `end` nodes and of last nodes, by node id: what the scope itself gives. */
  ends: { [nodeId: string]: Json };
  lasts: { [nodeId: string]: Json };
  /** Nodes queued or open. At 0 the scope ends (rule 5). */
  active: number;
  closing: Closing | null;
}

export function newScopeInstance(program: Program, path: string): ScopeInstance {
  const count = program.nodes.length;
  return {
    path,
    status: new Array<NodeStatus>(count).fill(NodeStatus.idle),
    taken: new Array<number>(count).fill(0),
    dead: new Array<number>(count).fill(0),
    readers: program.nodes.map((node) => node.readers),
    outputs: new Array<Json | undefined>(count).fill(undefined),
    vars: {},
    ends: {},
    lasts: {},
    active: 0,
    closing: null,
  };
}
