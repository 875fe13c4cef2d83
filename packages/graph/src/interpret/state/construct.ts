import type { ConstructDescriptor } from "../../definition/construct-descriptor.ts";
import type { DefinitionNode } from "../../definition/definition.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { ProgramNode } from "./program.ts";
import type { Reference } from "../../expression/reference.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { Run } from "./run.ts";
import type { Closing, ScopeInstance } from "./scope-instance.ts";
import type { OpenEntry, StepAnswer } from "./open-entry.ts";

/**
 * One kind of node, in one file: what everybody may know of it (its descriptor), what it makes of its data once, and what
 * happens when it fires, hears something, or is cancelled. Constructs keep no state of their own; it stands in the run.
 *
 * @typeParam Compiled What it makes of a node's data when a version is compiled.
 * @typeParam Memo What it remembers while something is open for the node; plain JSON, since it stands in the state.
 */
export interface Construct<Compiled = unknown, Memo = unknown> extends ConstructDescriptor {
  /**
   * Throws ExpressionError where an expression does not compile.
   *
   * @param interpreterVersion The definition's: expressions keep the meaning that they were published with (I8).
   */
  compile(node: DefinitionNode, interpreterVersion: number): CompiledNode<Compiled>;
  /** The node fires. Ends it, fails it, or opens something that will. `revision`: of the step's key, at a retry (rule 12). */
  enter(run: Run, scope: ScopeInstance, node: ProgramNode<Compiled>, revision?: number): void;
  /**
   * What can undo other steps: its input, rendered ahead while the data is there (rule 8). `path`: of the undoing step, so
   * that each rendering makes ids of its own. Throws ExpressionError.
   */
  render?(run: Run, scope: ScopeInstance, node: ProgramNode<Compiled>, path: string): JsonObject;
  /** A timer, signal or reply for what this node opened. */
  onEvent?(run: Run, entry: OpenEntry<Compiled, Memo>, event: MachineEvent): void;
  /** An activity that this node commanded has answered. */
  onAnswer?(run: Run, entry: OpenEntry<Compiled, Memo>, answer: StepAnswer): void;
  /** Containers: a child scope ended, and nobody has asked the container to stop. */
  onScopeEnd?(run: Run, entry: OpenEntry<Compiled, Memo>, child: ScopeInstance, closing: Closing): void;
  /** Asked to stop, with all child scopes gone. True: something has to be taken back first, and ends the node. */
  onCancel?(run: Run, entry: OpenEntry<Compiled, Memo>): boolean;
  /** A rerun gives the node what it gave before: what else it did for the nodes to come. */
  onSeed?(scope: ScopeInstance, node: ProgramNode<Compiled>, output: Json): void;
}

export interface CompiledNode<Compiled = unknown> {
  readonly compiled: Compiled;
  readonly references: readonly Reference[];
}

/**
 * What carries the node out. A program knows only the descriptor, so that it stands below the run that its constructs
 * work on; `compile` puts the whole construct there.
 */
export function behaviourOf(node: ProgramNode): Construct {
  return node.construct as Construct;
}
