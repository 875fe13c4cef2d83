import type { Definition, DefinitionNode } from "../../definition/definition.ts";
import type { ExecutionLimits } from "../../definition/execution-limits.ts";
import type { ConstructDescriptor } from "../../definition/construct-descriptor.ts";

/**
 * A definition made ready to run: indices instead of ids, edges by port, expressions compiled.
 * Made once per version and worker; never changed afterwards, so all executions of the version share it.
 */
export interface Program {
  readonly definition: Definition;
  /** All nodes, in the graph's order. */
  readonly nodes: readonly ProgramNode[];
  readonly nodeById: ReadonlyMap<string, ProgramNode>;
  /** The top level, then the inside of each container. A race has one for each of its branches. */
  readonly scopes: readonly ProgramScope[];
  /** What an execution may have under way (rule 15). */
  readonly limits: ExecutionLimits;
  /** Rule 11: with any burst step, time comes from the data alone. */
  readonly hasBurst: boolean;
  /** A node waits for signals: with `hasBurst`, a timer separates the last burst step from the end. */
  readonly receivesSignals: boolean;
}

/** The nodes that live together: indices of edges, reads and a scope instance's arrays count inside it. */
export interface ProgramScope {
  /** Position in `program.scopes`; 0 is the top level. */
  readonly index: number;
  /** The container; null at the top level. */
  readonly owner: ProgramNode | null;
  readonly nodes: readonly ProgramNode[];
  /** Nodes that fire when the scope begins (rule 2), in the graph's order. */
  readonly roots: readonly ProgramNode[];
  /** Nodes that no edge leads to and that are no roots: skipped at the start, so that joins behind them cannot hang. */
  readonly deadHeads: readonly ProgramNode[];
}

/** `Compiled`: what the construct made of the node's data. Only the construct knows it. */
export interface ProgramNode<Compiled = unknown> {
  /** Position in its scope. */
  readonly index: number;
  readonly id: string;
  /** The id percent-encoded, as it stands in paths. */
  readonly segment: string;
  readonly scope: ProgramScope;
  /** What a container holds: one scope, of a race one for each branch; none for other nodes. */
  readonly inner: readonly ProgramScope[];
  readonly definition: DefinitionNode;
  /** What its type is; `behaviourOf` gives what carries it out. */
  readonly construct: ConstructDescriptor;
  /** What the node's construct made of its data. */
  readonly compiled: Compiled;
  readonly incoming: number;
  /** Taken edges needed before it fires: all of `incoming` resolved counts as -1. */
  readonly joinCount: number;
  readonly outgoing: readonly ProgramEdge[];
  /** Fires when its scope begins. */
  readonly isRoot: boolean;
  readonly hasErrorEdge: boolean;
  /** The node that compensates this one (`settings.compensate`). */
  readonly undo: ProgramNode | null;
  /** Nodes of its scope whose outputs this one, or what is inside it, may read: its end frees them (live ranges). */
  readonly reads: readonly number[];
  /** How many nodes of its scope may read this one's output. */
  readonly readers: number;
  /** A loop whose rounds read what the rounds before gave. */
  readonly readsItself: boolean;
}

export interface ProgramEdge {
  readonly port: string;
  /** Index of the target node in the same scope. */
  readonly target: number;
}
