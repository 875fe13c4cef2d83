import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { ProgramNode } from "../compile/program.ts";
import { closeScope } from "./closing.ts";
import { NodeStatus, type ScopeInstance } from "./scope-instance.ts";
import { freeReads, resolveOutgoing } from "./tokens.ts";
import { traceNode } from "./trace-node.ts";
import type { Run } from "./run.ts";

/** Ends a node on a port with its output (rule 3). Its entry in `open`, if it had one, is gone already. */
export function endNode(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  port: string,
  output: Json,
  input?: Json,
): void {
  markEnded(scope, node);
  traceNode(run, scope, node, "completed", input === undefined ? { port, output } : { port, input, output });
  goOn(run, scope, node, port, output);
}

/** Ends a node in failure: by its `error` edge, by `onError`, else the scope fails with it (rule 3). */
export function failNode(run: Run, scope: ScopeInstance, node: ProgramNode, failure: Failure, input?: Json): void {
  const { onError } = node.definition;
  const at = { ...failure, path: failure.path ?? node.id };
  const port = node.hasErrorEdge ? "error" : onError === "continue" ? "out" : undefined;
  markEnded(scope, node);
  traceNode(run, scope, node, "failed", { ...(port && { port }), ...(input !== undefined && { input }), failure: at });
  if (port === undefined) {
    freeReads(scope, node);
    closeScope(run, scope, { kind: "failed", failure: at });
    return;
  }
  if (port === "out") run.hadErrors = true;
  goOn(run, scope, node, port, failureAsOutput(at));
}

/** A failure as what the nodes behind an `error` edge read. */
function failureAsOutput(failure: Failure): Json {
  const { code, message, path, cure, details } = failure;
  return { error: { code, message, path: path ?? null, cure: cure ?? null, details: details ?? null } };
}

function markEnded(scope: ScopeInstance, node: ProgramNode): void {
  scope.status[node.index] = NodeStatus.ended;
  scope.active -= 1;
}

function goOn(run: Run, scope: ScopeInstance, node: ProgramNode, port: string, output: Json): void {
  if (scope.readers[node.index]! > 0) scope.outputs[node.index] = output;
  freeReads(scope, node);
  if (!node.outgoing.some((edge) => edge.port === port)) scope.lasts[node.id] = output;
  resolveOutgoing(run, scope, node, port);
}
