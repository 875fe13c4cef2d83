import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { ProgramNode } from "../compile/program.ts";
import type { TraceKind } from "../trace/trace-entry.ts";
import type { Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";
import { stepPath } from "./step-path.ts";

/** What an entry says beside path, kind and time. */
export interface TraceFields {
  readonly port?: string;
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  readonly until?: number;
}

export function traceNode(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  kind: TraceKind,
  fields?: TraceFields,
): void {
  const path = stepPath(scope.path, node.segment);
  run.trace.push({ path, nodeId: node.id, type: node.definition.type, kind, at: run.at, ...fields });
}
