import type { Failure } from "../../definition/failure.ts";
import { forgetBurst } from "../state/local-activity-batch.ts";
import { dropUnsent } from "../effects/gate.ts";
import { closeEntry } from "../step/open.ts";
import { leave, type Run } from "../state/run.ts";
import { type Closing, NodeStatus, addFurtherFailure, type ScopeInstance } from "../state/scope-instance.ts";
import { scopeTimerPath } from "../state/step-path.ts";
import { armTimerAfter } from "../effects/timers.ts";
import { traceNode } from "../effects/trace-node.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { openIn, scopeOf } from "../state/open-entries.ts";
import { behaviourOf } from "../state/construct.ts";

/** How many milliseconds a step that was asked to stop has to answer (rule 7). */
export const CANCEL_GRACE_MS = 10_000;

/**
 * Ends a scope before its natural end. Queued nodes are dropped, timers and waits stop at once, and steps are asked to stop
 * and have the grace time to answer. The same happens in the scopes inside it. If the scope is closing already, its first
 * cause stays (rule 6).
 */
export function closeScope(run: Run, scope: ScopeInstance, closing: Closing): void {
  if (scope.closing !== null) {
    if (closing.kind === "failed") addFurtherFailure(scope, closing.failure);
    return;
  }
  if (!askToStop(run, scope, withFirstCause(run, scope, closing))) return;
  const path = scopeTimerPath(scope.key, "cancel");
  armTimerAfter(run, path, CANCEL_GRACE_MS, `${path} grace time`);
}

/**
 * If a failure has been waiting for the nodes behind `finally`, it is the first cause, because it came first. It also fails a scope that an
 * `end` with `terminate` closes, because no success may hide a failure (I6); definitions before interpreter version 3 completed there.
 */
function withFirstCause(run: Run, scope: ScopeInstance, closing: Closing): Closing {
  if (closing.kind === "cancelled" || scope.deferred === null) return closing;
  if (closing.kind === "completed" && run.program.definition.interpreterVersion < 3) return closing;
  if (closing.kind === "failed") addFurtherFailure(scope, closing.failure);
  return { kind: "failed", failure: scope.deferred };
}

/** The grace time is over: each step that has not answered ends as cancelled, with its outcome unknown (rule 7). */
export function giveUpWaiting(run: Run, scope: ScopeInstance): void {
  for (const entry of openIn(run, scope)) {
    if (entry.kind === "container") {
      for (const key of [...(entry.children ?? [])]) giveUpWaiting(run, run.scopes.get(key)!);
    } else if (entry.cancelling) {
      // The request of the step may have been granted although its answer is missing: a lock must be released.
      const takesBack = entry.kind === "step" && entry.purpose === undefined;
      if (takesBack && behaviourOf(entry.node).onCancel?.(run, entry) === true) continue;
      endCancelled(run, entry, OUTCOME_UNKNOWN);
    }
  }
}

/** Ends the node of an entry as cancelled. */
export function endCancelled(run: Run, entry: OpenEntry, failure?: Failure): void {
  const scope = scopeOf(run, entry);
  closeEntry(run, entry);
  forgetBurst(run, entry);
  scope.status[entry.node.index] = NodeStatus.ended;
  leave(run, scope);
  traceNode(run, scope, entry.node, "cancelled", failure === undefined ? undefined : { failure });
}

/** Asks everything in the scope to stop. @returns whether a step was asked that has not answered yet */
function askToStop(run: Run, scope: ScopeInstance, closing: Closing): boolean {
  scope.closing = closing;
  dropQueued(run, scope);
  let asked = false;
  for (const entry of openIn(run, scope)) if (askEntry(run, entry)) asked = true;
  if (scope.active === 0) run.idle.push(scope);
  return asked;
}

function askEntry(run: Run, entry: OpenEntry): boolean {
  // Compensating a step, cancelling a called execution and releasing a lock cannot be cancelled.
  if (entry.purpose !== undefined) return false;
  if (entry.kind === "container") {
    entry.cancelling = true;
    let asked = false;
    for (const key of [...(entry.children ?? [])]) {
      const child = run.scopes.get(key)!;
      if (child.closing === null && askToStop(run, child, { kind: "cancelled" })) asked = true;
    }
    return asked;
  }
  if (entry.answer !== undefined) {
    entry.cancelling = true;
    return false;
  }
  if (entry.kind === "step" && !dropUnsent(run, "runStep", entry.path)) {
    run.commands.push({ kind: "cancel", path: entry.path });
    entry.cancelling = true;
    return true;
  }
  // An incident is opened only after the construct has finished, so it holds no lock and no open call.
  const takesBack = entry.kind !== "step" && entry.kind !== "incident";
  if (takesBack && behaviourOf(entry.node).onCancel?.(run, entry) === true) return true;
  endCancelled(run, entry);
  return false;
}

/** Drops the queued nodes of the scope. Their items stay in the worklist, which passes over nodes that are no longer queued. */
function dropQueued(run: Run, scope: ScopeInstance): void {
  if (scope.queued === 0) return;
  for (const node of scope.program.nodes) {
    if (scope.status[node.index] === NodeStatus.queued) scope.status[node.index] = NodeStatus.idle;
  }
  scope.active -= scope.queued;
  scope.queued = 0;
}

const OUTCOME_UNKNOWN: Failure = {
  code: "CANCEL_OUTCOME_UNKNOWN",
  message: "The step was asked to stop and did not answer within 10 seconds. It may have taken effect.",
  hint: "Check in the other system whether it did. Give the node a heartbeat, so that it receives a cancel request sooner.",
};
