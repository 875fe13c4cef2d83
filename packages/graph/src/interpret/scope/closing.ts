import type { Failure } from "../../definition/failure.ts";
import { forgetBurst } from "../state/local-activity-batch.ts";
import { dropUnsent } from "../effects/gate.ts";
import { closeEntry } from "../step/open.ts";
import { leave, type Run } from "../state/run.ts";
import { type Closing, NodeStatus, noteOther, type ScopeInstance } from "../state/scope-instance.ts";
import { scopeTimerPath } from "../state/step-path.ts";
import { armTimerAfter } from "../effects/timers.ts";
import { traceNode } from "../effects/trace-node.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { openIn, scopeOf } from "../state/open-entries.ts";
import { behaviourOf } from "../state/construct.ts";

/** How long a step that was asked to stop may take to answer (rule 7). Milliseconds. */
export const CANCEL_GRACE_MS = 10_000;

/**
 * Ends a scope before its natural end: what is queued is dropped, timers and waits stop at once, steps are asked to
 * stop and have the grace time to answer; so in the scopes inside it. The first cause stays (rule 6).
 */
export function closeScope(run: Run, scope: ScopeInstance, closing: Closing): void {
  if (scope.closing !== null) {
    if (closing.kind === "failed") noteOther(scope, closing.failure);
    return;
  }
  if (!askToStop(run, scope, behindFinally(scope, closing))) return;
  const path = scopeTimerPath(scope.key, "cancel");
  armTimerAfter(run, path, CANCEL_GRACE_MS, `${path} grace time`);
}

/** A failure that waited for what is behind `finally` stays the first cause. */
function behindFinally(scope: ScopeInstance, closing: Closing): Closing {
  if (closing.kind !== "failed" || scope.deferred === null) return closing;
  noteOther(scope, closing.failure);
  return { kind: "failed", failure: scope.deferred };
}

/** The grace time is over: what has not answered ended with its outcome unknown (rule 7). */
export function giveUpWaiting(run: Run, scope: ScopeInstance): void {
  for (const entry of openIn(run, scope)) {
    if (entry.kind === "container") {
      for (const key of [...(entry.children ?? [])]) giveUpWaiting(run, run.scopes.get(key)!);
    } else if (entry.cancelling) {
      // What it asked for may have been granted all the same, and has to be given back: a lock.
      const takesBack = entry.kind === "step" && entry.purpose === undefined;
      if (takesBack && behaviourOf(entry.node).onCancel?.(run, entry) === true) continue;
      endCancelled(run, entry, OUTCOME_UNKNOWN);
    }
  }
}

/** What was asked to stop has: its node ends cancelled. */
export function endCancelled(run: Run, entry: OpenEntry, failure?: Failure): void {
  const scope = scopeOf(run, entry);
  closeEntry(run, entry);
  forgetBurst(run, entry);
  scope.status[entry.node.index] = NodeStatus.ended;
  leave(run, scope);
  traceNode(run, scope, entry.node, "cancelled", failure === undefined ? undefined : { failure });
}

/** @returns whether a step was asked that has still to answer */
function askToStop(run: Run, scope: ScopeInstance, closing: Closing): boolean {
  scope.closing = closing;
  dropQueued(run, scope);
  let asked = false;
  for (const entry of openIn(run, scope)) if (askEntry(run, entry)) asked = true;
  if (scope.active === 0) run.idle.push(scope);
  return asked;
}

function askEntry(run: Run, entry: OpenEntry): boolean {
  // Compensating, taking back and giving back are not cancellable.
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
  // At an incident the construct is through: it holds nothing that has to be taken back.
  const takesBack = entry.kind !== "step" && entry.kind !== "incident";
  if (takesBack && behaviourOf(entry.node).onCancel?.(run, entry) === true) return true;
  endCancelled(run, entry);
  return false;
}

/** Whatever of the scope stands in the worklist is passed over when its turn comes. */
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
  message: "The step was asked to stop and did not answer within 10 seconds; it may have taken effect.",
  hint: "Look at the receiving system; give the node a heartbeat so that it hears a cancel sooner.",
};
