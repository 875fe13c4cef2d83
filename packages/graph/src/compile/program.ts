import type { Definition, DefinitionNode } from "../definition/definition.ts";

/**
 * A definition made ready to run: indices instead of ids, edges by port, expressions compiled.
 * Made once per version and worker; never changed afterwards, so all executions of the version share it.
 */
export interface Program {
  readonly definition: Definition;
  readonly nodes: readonly ProgramNode[];
  readonly nodeById: ReadonlyMap<string, ProgramNode>;
  /** Nodes of the top level that fire at the start (rule 2), in the graph's order. */
  readonly roots: readonly ProgramNode[];
  /** Nodes that no edge leads to and that are no roots: skipped at the start, so that joins behind them cannot hang. */
  readonly deadHeads: readonly ProgramNode[];
  /** Rule 11: with any burst step, time comes from the data alone. */
  readonly hasBurst: boolean;
  /** A node waits for signals: with `hasBurst`, a timer separates the last burst step from the end. */
  readonly receivesSignals: boolean;
}

export interface ProgramNode {
  readonly index: number;
  readonly id: string;
  /** The id percent-encoded, as it stands in paths. */
  readonly segment: string;
  readonly definition: DefinitionNode;
  /** What the node's construct made of its data. */
  readonly compiled: unknown;
  readonly incoming: number;
  /** Taken edges needed before it fires: all of `incoming` resolved counts as -1. */
  readonly joinCount: number;
  readonly outgoing: readonly ProgramEdge[];
  readonly hasErrorEdge: boolean;
  /** Nodes whose outputs this one may read: its end or its skipping frees them (live ranges). */
  readonly reads: readonly number[];
  /** How many nodes may read this one's output; the execution's own output counts too. */
  readonly readers: number;
}

export interface ProgramEdge {
  readonly port: string;
  /** Index of the target node. */
  readonly target: number;
}
