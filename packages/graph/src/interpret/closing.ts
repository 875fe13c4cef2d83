import type { Failure } from "../definition/failure.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import { jsonSize } from "../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../definition/limits.ts";
import { forgetBurst } from "./burst-wave.ts";
import type { OpenEntry, Run } from "./run.ts";
import { type Closing, NodeStatus, type ScopeInstance } from "./scope-instance.ts";
import { scopeTimerPath } from "./step-path.ts";
import { traceNode } from "./trace-node.ts";

/** How long a step that was asked to stop may take to answer (rule 7). Milliseconds. */
export const CANCEL_GRACE_MS = 10_000;

/**
 * Ends a scope before its natural end: what is queued is dropped, timers and waits stop at once, steps are asked to
 * stop and have the grace time to answer. The first cause stays (rule 6).
 */
export function closeScope(run: Run, scope: ScopeInstance, closing: Closing): void {
  if (scope.closing !== null) return;
  scope.closing = closing;
  dropQueued(run, scope);
  const unsent = unsentPaths(run);
  const dropped = new Set<string>();
  let asked = false;
  for (const entry of [...run.open.values()]) {
    if (entry.scope !== scope.path) continue;
    if (entry.answer !== undefined) {
      entry.cancelling = true;
      continue;
    }
    if (unsent.has(entry.path)) dropped.add(entry.path);
    else run.commands.push({ kind: "cancel", path: entry.path });
    if (entry.kind === "step" && !unsent.has(entry.path)) {
      entry.cancelling = true;
      asked = true;
    } else {
      endCancelled(run, scope, entry);
    }
  }
  // What this batch opened and closes again was never sent: history would not show it either.
  run.commands = run.commands.filter((command) => !("path" in command) || !dropped.has(command.path));
  if (asked) {
    const path = scopeTimerPath(scope.path, "cancel");
    run.commands.push({ kind: "startTimer", path, at: run.at + CANCEL_GRACE_MS, summary: `${path} grace time` });
  }
}

/** The grace time is over: what has not answered ended with its outcome unknown (rule 7). */
export function giveUpWaiting(run: Run, scope: ScopeInstance): void {
  for (const entry of [...run.open.values()]) {
    if (entry.scope !== scope.path || !entry.cancelling) continue;
    endCancelled(run, scope, entry, OUTCOME_UNKNOWN);
  }
}

function endCancelled(run: Run, scope: ScopeInstance, entry: OpenEntry, failure?: Failure): void {
  run.open.delete(entry.path);
  forgetBurst(run, entry);
  scope.status[entry.node.index] = NodeStatus.ended;
  scope.active -= 1;
  traceNode(run, scope, entry.node, "cancelled", failure === undefined ? undefined : { failure });
}

/** Paths that a command of this very batch opens. */
function unsentPaths(run: Run): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const command of run.commands) {
    if (command.kind === "runStep" || command.kind === "startTimer") paths.add(command.path);
  }
  return paths;
}

/** Says what the execution ends as, once nothing in the top scope waits or runs (rule 5, I6). */
export function endExecution(run: Run, scope: ScopeInstance): void {
  run.status = "ended";
  const closing = scope.closing ?? { kind: "completed" };
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

/** Rule 5: what its `end` nodes gave, else its last nodes, by node id. */
function scopeOutput(scope: ScopeInstance): JsonObject {
  return Object.keys(scope.ends).length > 0 ? scope.ends : scope.lasts;
}

function complete(run: Run, output: Json): void {
  if (jsonSize(output, MAX_VALUE_BYTES) > MAX_VALUE_BYTES) {
    run.commands.push({ kind: "fail", failure: EXECUTION_OUTPUT_TOO_LARGE });
    return;
  }
  run.commands.push({ kind: "complete", output, status: run.hadErrors ? "completedWithErrors" : "completed" });
}

function dropQueued(run: Run, scope: ScopeInstance): void {
  const kept = [];
  for (let index = run.next; index < run.work.length; index += 1) {
    const work = run.work[index]!;
    if (work.scope !== scope) {
      kept.push(work);
      continue;
    }
    scope.status[work.node.index] = NodeStatus.idle;
    scope.active -= 1;
  }
  run.work = kept;
  run.next = 0;
}

function traceNotReached(run: Run, scope: ScopeInstance): void {
  for (const node of run.program.nodes) {
    if (scope.status[node.index] === NodeStatus.idle && node.incoming > 0) traceNode(run, scope, node, "notReached");
  }
}

const OUTCOME_UNKNOWN: Failure = {
  code: "CANCEL_OUTCOME_UNKNOWN",
  message: "The step was asked to stop and did not answer within 10 seconds; it may have taken effect.",
  cure: "Look at the receiving system; give the node a heartbeat so that it hears a cancel sooner.",
};

const EXECUTION_OUTPUT_TOO_LARGE: Failure = {
  code: "OUTPUT_TOO_LARGE",
  message: `The execution's output is larger than ${MAX_VALUE_BYTES} bytes.`,
  cure: "End the paths with `end` nodes whose output names only what is needed.",
  retryable: false,
};
