import type { Definition, DefinitionNode } from "../../definition/definition.ts";
import type { ExecutionLimits } from "../../definition/execution-limits.ts";
import type { ConstructDescriptor } from "../../definition/construct-descriptor.ts";

/**
 * A definition in the form that the machine runs: with indices instead of ids, and with compiled expressions. A worker makes
 * the program once per version and never changes it, so that all executions of the version can share it.
 */
export interface Program {
  readonly definition: Definition;
  /** All nodes, in the graph's order. */
  readonly nodes: readonly ProgramNode[];
  readonly nodeById: ReadonlyMap<string, ProgramNode>;
  /** The top level, then the inside of each container. A race has one scope for each of its branches. */
  readonly scopes: readonly ProgramScope[];
  /** How much an execution may have under way at the same time (rule 15). */
  readonly limits: ExecutionLimits;
  /** Whether any node is a burst step. If so, time comes from the data alone (rule 11). */
  readonly hasBurst: boolean;
  /** Whether a node waits for signals. Together with `hasBurst`, a timer separates the last burst step from the end. */
  readonly receivesSignals: boolean;
}

/** A set of nodes that begin and end together. The indices in edges, in `reads` and in a scope instance's arrays are positions in `nodes`. */
export interface ProgramScope {
  /** Position in `program.scopes`; 0 is the top level. */
  readonly index: number;
  /** The container that the nodes are inside; null at the top level. */
  readonly owner: ProgramNode | null;
  readonly nodes: readonly ProgramNode[];
  /** Nodes that fire when the scope begins (rule 2), in the graph's order. */
  readonly roots: readonly ProgramNode[];
  /**
   * Nodes without incoming edges that are not roots, because the graph has a `start` node. They are skipped when the scope
   * begins, so that joins behind them do not wait forever.
   */
  readonly deadHeads: readonly ProgramNode[];
}

/** A node of a program. `Compiled` is what the construct made of the node's data; only the construct knows this type. */
export interface ProgramNode<Compiled = unknown> {
  /** Position in its scope. */
  readonly index: number;
  readonly id: string;
  /** The id, percent-encoded for use in paths. */
  readonly segment: string;
  readonly scope: ProgramScope;
  /** The scopes inside a container: one, or for a race one for each branch. Empty for other nodes. */
  readonly inner: readonly ProgramScope[];
  readonly definition: DefinitionNode;
  /** The descriptor of the node's type; `behaviourOf` gives the construct that carries the node out. */
  readonly construct: ConstructDescriptor;
  /** What the construct made of the node's data. */
  readonly compiled: Compiled;
  /** The number of incoming edges. */
  readonly incoming: number;
  /** How many incoming edges must be taken before the node fires; -1 if it fires when all are taken or dead. */
  readonly joinCount: number;
  readonly outgoing: readonly ProgramEdge[];
  /** Whether the node fires when its scope begins. */
  readonly isRoot: boolean;
  readonly hasErrorEdge: boolean;
  /** The node that compensates this one (`settings.compensate`). */
  readonly compensatedBy: ProgramNode | null;
  /**
   * The nodes of the same scope whose outputs this node, or a node inside it, may read. When this node ends, it no longer
   * needs these outputs (live ranges).
   */
  readonly reads: readonly number[];
  /** How many nodes of the same scope may read the output of this node. */
  readonly readers: number;
  /** Whether the node is a loop whose rounds read the output of earlier rounds. */
  readonly readsItself: boolean;
}

export interface ProgramEdge {
  readonly port: string;
  /** Index of the target node in the same scope. */
  readonly target: number;
}
