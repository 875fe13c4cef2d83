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
 * A node type of the language. The file of a construct contains everything about it: its descriptor, which other parts read;
 * how it compiles the data of a node; and what happens when the node fires, receives an event, or is cancelled. A construct
 * has no state of its own: all state is in the run.
 *
 * @typeParam Compiled What the construct makes of a node's data when a version is compiled.
 * @typeParam Memo What the construct remembers while the node waits. It must be plain JSON, because it is part of the state.
 */
export interface Construct<Compiled = unknown, Memo = unknown> extends ConstructDescriptor {
  /**
   * Compiles the data of a node. Throws ExpressionError if an expression does not compile.
   *
   * @param interpreterVersion The interpreter version of the definition: expressions keep the meaning that they had when
   *   the workflow was published (I8).
   */
  compile(node: DefinitionNode, interpreterVersion: number): CompiledNode<Compiled>;
  /**
   * The node fires. The construct ends the node, fails it, or opens an entry whose answer will end it later.
   *
   * @param revision The revision for the step's idempotency key; above 0 after a person's retry (rule 12).
   */
  enter(run: Run, scope: ScopeInstance, node: ProgramNode<Compiled>, revision?: number): void;
  /**
   * For constructs that can compensate other steps: renders the input when the step to be compensated completes, because
   * the data may be gone later (rule 8). Throws ExpressionError.
   *
   * @param path The path of the compensating step. Expression functions that make ids derive them from it, so that each
   *   compensation gets ids of its own.
   */
  render?(run: Run, scope: ScopeInstance, node: ProgramNode<Compiled>, path: string): JsonObject;
  /** A timer fired, or a signal or reply arrived, for an entry that this node opened. */
  onEvent?(run: Run, entry: OpenEntry<Compiled, Memo>, event: MachineEvent): void;
  /** An activity that this node commanded answered. */
  onAnswer?(run: Run, entry: OpenEntry<Compiled, Memo>, answer: StepAnswer): void;
  /** For containers: a child scope ended, and the container has not been asked to stop. */
  onScopeEnd?(run: Run, entry: OpenEntry<Compiled, Memo>, child: ScopeInstance, closing: Closing): void;
  /**
   * The node is asked to stop, and all its child scopes have ended. The construct returns true if it has started something
   * that must finish first (for example releasing a lock) and that will end the node.
   */
  onCancel?(run: Run, entry: OpenEntry<Compiled, Memo>): boolean;
  /** In a rerun, the node ends with its earlier output without running. This repeats its other effects, such as variables that it sets. */
  onSeed?(scope: ScopeInstance, node: ProgramNode<Compiled>, output: Json): void;
}

export interface CompiledNode<Compiled = unknown> {
  readonly compiled: Compiled;
  readonly references: readonly Reference[];
}

/**
 * The construct that carries out the node. The type of a program names only the descriptor, because a construct refers to
 * the run and the run to the program, which would be a circle of imports. `compile` stores the whole construct there.
 */
export function behaviourOf(node: ProgramNode): Construct {
  return node.construct as Construct;
}
