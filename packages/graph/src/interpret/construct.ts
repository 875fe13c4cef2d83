import type { DefinitionNode } from "../definition/definition.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { ProgramNode } from "../compile/program.ts";
import type { Reference } from "../expression/reference.ts";
import type { MachineEvent } from "./machine-event.ts";
import type { OpenEntry, Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";

/**
 * One kind of node, in one file: what it makes of its data once, and what happens when it fires, hears something, or
 * is cancelled. Constructs keep no state of their own; it stands in the run (plain JSON).
 */
export interface Construct {
  /** Absent for activities: their manifests come from node packs. */
  readonly manifest?: NodeTypeManifest;
  /** Throws ExpressionError where an expression does not compile. */
  compile(node: DefinitionNode): CompiledNode;
  /** The node fires. Ends it, fails it, or opens something that will. */
  enter(run: Run, scope: ScopeInstance, node: ProgramNode): void;
  /** Something arrived for what this node opened. */
  onEvent?(run: Run, entry: OpenEntry, event: MachineEvent): void;
  readonly receivesSignals?: boolean;
}

export interface CompiledNode {
  readonly compiled: unknown;
  readonly references: readonly Reference[];
}
