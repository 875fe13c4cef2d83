import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import type { TraceKind } from "../../trace/trace-entry.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { stepPath } from "../state/step-path.ts";

/** What an entry says beside path, kind and time. */
export interface TraceFields {
  readonly port?: string;
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  readonly until?: number;
  readonly seeded?: true;
  readonly by?: string;
}

export function traceNode(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  kind: TraceKind,
  fields?: TraceFields,
): void {
  traceAt(run, stepPath(scope.path, node.segment), node, kind, fields);
}

/** For what stands beside the node's own step: an compensating of another one. */
export function traceAt(run: Run, path: string, node: ProgramNode, kind: TraceKind, fields?: TraceFields): void {
  run.trace.push({ path, nodeId: node.id, type: node.definition.type, kind, at: run.at, ...fields });
}

/** Path of what concerns the execution as a whole. */
export const GATE_PATH = "!gate";

/** Path of what concerns the signals that nobody waits for. */
export const MAILBOX_PATH = "!mailbox";

/** A signal came that could not be kept. */
export function traceDropped(run: Run, name: string): void {
  const failure: Failure = {
    code: "SIGNAL_DROPPED",
    message: `The signal "${name}" found the mailbox full and was dropped; so are more like it.`,
    path: MAILBOX_PATH,
    hint: "Send only signals that a wait_for_signal of this name takes; let a loop take those that come in numbers.",
    details: { name },
  };
  run.trace.push({ path: MAILBOX_PATH, nodeId: "", type: "", kind: "failed", at: run.at, failure });
}

export function traceGate(run: Run, kind: "paused" | "resumed", by: string): void {
  run.trace.push({ path: GATE_PATH, nodeId: "", type: "", kind, at: run.at, by });
}
