import type { DefinitionNode } from "../definition/definition.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { ProgramNode } from "../compile/program.ts";
import type { Reference } from "../expression/reference.ts";
import type { MachineEvent } from "./machine-event.ts";
import type { OpenEntry, Run, StepAnswer } from "./run.ts";
import type { Closing, ScopeInstance } from "./scope/scope-instance.ts";

/**
 * One kind of node, in one file: what it makes of its data once, and what happens when it fires, hears something, or
 * is cancelled. Constructs keep no state of their own; it stands in the run (plain JSON).
 */
export interface Construct {
  /** Absent for activities: their manifests come from node packs. */
  readonly manifest?: NodeTypeManifest;
  /**
   * Throws ExpressionError where an expression does not compile.
   *
   * @param interpreterVersion The definition's: expressions keep the meaning that they were published with (I8).
   */
  compile(node: DefinitionNode, interpreterVersion: number): CompiledNode;
  /** The node fires. Ends it, fails it, or opens something that will. `revision`: of the step's key, at a retry (rule 12). */
  enter(run: Run, scope: ScopeInstance, node: ProgramNode, revision?: number): void;
  /** A timer, signal or reply for what this node opened. */
  onEvent?(run: Run, entry: OpenEntry, event: MachineEvent): void;
  /** An activity that this node commanded has answered. */
  onAnswer?(run: Run, entry: OpenEntry, answer: StepAnswer): void;
  /** Containers: a child scope ended, and nobody has asked the container to stop. */
  onScopeEnd?(run: Run, entry: OpenEntry, child: ScopeInstance, closing: Closing): void;
  /** Asked to stop, with all child scopes gone. True: something has to be taken back first, and ends the node. */
  onCancel?(run: Run, entry: OpenEntry): boolean;
  /** A port that is taken beside the one that the node ends on. */
  readonly also?: string;
  /** A rerun gives the node what it gave before: what else it did for the nodes to come. */
  onSeed?(scope: ScopeInstance, node: ProgramNode, output: Json): void;
  readonly receivesSignals?: boolean;
}

export interface CompiledNode {
  readonly compiled: unknown;
  readonly references: readonly Reference[];
}
