import type { Json } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import type { Failure } from "../../definition/failure.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import { endCancelled } from "./closing.ts";
import type { Run } from "../state/run.ts";
import {
  addFurtherFailure,
  NodeStatus,
  furtherFailures,
  scopeOutput,
  withFurtherFailures,
  type Closing,
  type ScopeInstance,
} from "../state/scope-instance.ts";
import { scopeTimerPath, stepPath } from "../state/step-path.ts";
import { disarmTimer } from "../effects/timers.ts";
import { traceNode } from "../effects/trace-node.ts";
import { compensateEnded, failLoop, isCompensatingScope, passUpCompensations } from "./compensate-rounds.ts";
import { hasToCompensate, startCompensating } from "./compensate.ts";
import { behaviourOf } from "../state/construct.ts";

/** Ends a scope in which nothing waits or runs any more (rule 5). Its container decides what the end means (rule 6). */
export function endScope(run: Run, scope: ScopeInstance): void {
  const closing = closingOf(scope);
  if (hasToCompensate(scope)) {
    startCompensating(run, scope);
    return;
  }
  if (scope.closing !== null) traceNotReached(run, scope);
  const parent = scope.parent!;
  run.scopes.delete(scope.key);
  disarmTimer(run, scopeTimerPath(scope.key, "cancel"));
  const owner = scope.program.owner!;
  const entry = run.open.get(stepPath(parent.path, owner.segment))!;
  passUpCompensations(run, entry, scope);
  entry.children!.delete(scope.key);
  const construct = behaviourOf(owner);
  // A container that is asked to stop no longer decides about its scopes, so failures in them are attached to the scope
  // around the container.
  if (entry.cancelling) for (const failure of furtherFailures(scope)) addFurtherFailure(parent, failure);
  if (!entry.cancelling) {
    if (isCompensatingScope(entry, scope))
      failLoop(run, entry, (closing as Extract<Closing, { kind: "failed" }>).failure);
    else construct.onScopeEnd!(run, entry, scope, closing);
  } else if (entry.children!.size === 0 && !compensateEnded(run, entry, { kind: "cancelled" })) {
    if (construct.onCancel?.(run, entry) !== true) endCancelled(run, entry);
  }
}

/** Ends the execution: nothing in the top scope waits or runs any more (rule 5, I6). */
export function endExecution(run: Run, scope: ScopeInstance): void {
  const closing = closingOf(scope);
  run.status = "ended";
  if (scope.closing !== null) traceNotReached(run, scope);
  switch (closing.kind) {
    case "completed":
      complete(run, scopeOutput(scope));
      return;
    case "failed":
      run.commands.push({ kind: "fail", failure: closing.failure });
      return;
    case "cancelled":
      run.commands.push({ kind: "cancelled", ...(closing.reason !== undefined && { reason: closing.reason }) });
      return;
  }
}

/** How the scope ends. Later failures are attached to the first one (rule 6). */
export function closingOf(scope: ScopeInstance): Closing {
  if (scope.closing === null && scope.deferred !== null) scope.closing = { kind: "failed", failure: scope.deferred };
  const closing = scope.closing ?? { kind: "completed" };
  if (closing.kind !== "failed") return closing;
  return { kind: "failed", failure: withFurtherFailures(closing.failure, furtherFailures(scope)) };
}

function complete(run: Run, output: Json): void {
  if (jsonSize(output, MAX_VALUE_BYTES) > MAX_VALUE_BYTES) {
    run.commands.push({ kind: "fail", failure: EXECUTION_OUTPUT_TOO_LARGE });
    return;
  }
  run.commands.push({ kind: "complete", output, status: run.hadErrors ? "completedWithErrors" : "completed" });
}

function traceNotReached(run: Run, scope: ScopeInstance): void {
  for (const node of scope.program.nodes) {
    const isStep = node.incoming > 0 || (node.isRoot && scope.parent !== null);
    if (isStep && scope.status[node.index] === NodeStatus.idle) traceNode(run, scope, node, "notReached");
  }
}

const EXECUTION_OUTPUT_TOO_LARGE: Failure = {
  code: "OUTPUT_TOO_LARGE",
  message: `The execution's output is larger than ${MAX_VALUE_BYTES} bytes.`,
  hint: "End the paths with `end` nodes whose output names only what is needed.",
  retryable: false,
};
