import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { GATE_PATH, type TraceKind } from "../../trace/trace-entry.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { stepPath } from "../state/step-path.ts";

/** The fields of a trace entry in addition to path, node, kind and time. */
export interface TraceFields {
  readonly port?: string;
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  readonly until?: number;
  readonly seeded?: true;
  readonly by?: string;
}

/** Adds a trace entry for the node's own step. */
export function traceNode(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  kind: TraceKind,
  fields?: TraceFields,
): void {
  traceAt(run, stepPath(scope.path, node.segment), node, kind, fields);
}

/** Adds a trace entry for a step with a path of its own, such as the compensation of another step. */
export function traceAt(run: Run, path: string, node: ProgramNode, kind: TraceKind, fields?: TraceFields): void {
  run.trace.push({ path, nodeId: node.id, type: node.definition.type, kind, at: run.at, ...fields });
}

/** The path of entries about signals that no step waits for. */
export const MAILBOX_PATH = "!mailbox";

/** Adds a trace entry for a signal that was dropped because the mailbox was full. */
export function traceDropped(run: Run, name: string): void {
  const failure: Failure = {
    code: "SIGNAL_DROPPED",
    message: `The signal "${name}" was dropped, because the mailbox was full. Further dropped signals are not reported.`,
    path: MAILBOX_PATH,
    hint: "Send only signals that a wait_for_signal of this name takes. If many are sent, take them in a loop.",
    details: { name },
  };
  run.trace.push({ path: MAILBOX_PATH, nodeId: "", type: "", kind: "failed", at: run.at, failure });
}

export function traceGate(run: Run, kind: "paused" | "resumed", by: string): void {
  run.trace.push({ path: GATE_PATH, nodeId: "", type: "", kind, at: run.at, by });
}
