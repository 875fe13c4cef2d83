import { endScope } from "../scope/end-scope.ts";
import { fireNode } from "../step/fire.ts";
import type { Run } from "../state/run.ts";
import { NodeStatus } from "../state/scope-instance.ts";
import { skipNode } from "../step/tokens.ts";

/** Rule 1: more work than this in one batch, or more bytes of commands, goes on after a `yield`. */
export const MAX_VISITS = 10_000;
export const MAX_COMMAND_BYTES = 1_000_000;
/** Large values travel as references; but so many of them have to be stored within one workflow task. */
export const MAX_INPUT_BYTES = 16_000_000;

/** Works off the worklist, first in first out (rule 1); scopes that have nothing left end as soon as that is so. */
export function drain(run: Run): void {
  while (run.status === "running") {
    const isFull =
      run.visits >= MAX_VISITS || run.commandBytes >= MAX_COMMAND_BYTES || run.inputBytes >= MAX_INPUT_BYTES;
    if (run.idle.length > 0) {
      if (isFull) return yieldNow(run);
      endIdleScopes(run);
      continue;
    }
    if (run.next >= run.work.length) break;
    const { scope, node, skip } = run.work[run.next]!;
    if (scope.status[node.index] !== NodeStatus.queued) {
      run.next += 1;
      continue;
    }
    if (isFull) return yieldNow(run);
    run.next += 1;
    run.visits += 1;
    if (skip) skipQueued(run, run.next - 1);
    else fireNode(run, scope, node);
  }
  if (run.work.length > 0) run.work = [];
  run.next = 0;
}

function skipQueued(run: Run, position: number): void {
  const { scope, node } = run.work[position]!;
  scope.queued -= 1;
  skipNode(run, scope, node);
}

function endIdleScopes(run: Run): void {
  const idle = run.idle;
  run.idle = [];
  for (const scope of idle) {
    const isLive = scope.parent !== null && scope.active === 0 && run.scopes.get(scope.key) === scope;
    if (isLive) endScope(run, scope);
  }
}

function yieldNow(run: Run): void {
  if (!run.yielding) run.commands.push({ kind: "yield" });
  run.yielding = true;
}
