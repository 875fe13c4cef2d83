import type { Lane } from "../../definition/graph.ts";
import { endScope } from "../scope/end-scope.ts";
import { fireNode } from "../step/fire.ts";
import type { Run } from "../state/run.ts";
import { skipNode } from "../step/tokens.ts";
import { hasRoom, isGateClosed, MAX_COMMAND_BYTES } from "../effects/gate.ts";
import { headOf, type Work, type WorkQueue } from "../state/work-queue.ts";

/** Rule 1: more work than this in one batch, or more bytes of commands, goes on after a `yield`. */
export const MAX_VISITS = 10_000;
/** Large values travel as references; but so many of them have to be stored within one workflow task. */
export const MAX_INPUT_BYTES = 16_000_000;

/**
 * Works off the worklist, first in first out (rule 1); scopes that have nothing left end as soon as that is so. A node that
 * commands an activity lets the others pass while the execution has as many under way as it may (rule 15).
 */
export function drain(run: Run): void {
  while (run.status === "running") {
    if (run.idle.length > 0) {
      if (isFull(run)) return yieldNow(run);
      endIdleScopes(run);
      continue;
    }
    const queue = nextQueue(run);
    if (queue === null) return;
    const work = queue.items[queue.next]!;
    const lane = laneOf(work);
    if (queue === run.work && lane !== null && hasToWait(run, lane)) {
      queue.next += 1;
      run.waiting[lane].items.push(work);
      continue;
    }
    if (isFull(run)) return yieldNow(run);
    queue.next += 1;
    run.visits += 1;
    if (work.skip) skipNode(run, work.scope, work.node);
    else fireNode(run, work.scope, work.node);
  }
}

/** What has waited for room goes first, unless its command would only be held: a node's input is rendered when it can be sent. */
function nextQueue(run: Run): WorkQueue | null {
  const { work, waiting } = run;
  if (!isGateClosed(run)) {
    if (hasRoom(run, "step") && headOf(waiting.step) !== null) return waiting.step;
    if (hasRoom(run, "burst") && headOf(waiting.burst) !== null) return waiting.burst;
  }
  return headOf(work) === null ? null : work;
}

function hasToWait(run: Run, lane: Lane): boolean {
  return !hasRoom(run, lane) || headOf(run.waiting[lane]) !== null;
}

function laneOf({ node, skip }: Work): Lane | null {
  return skip || node.construct.commandsActivity !== true ? null : node.definition.lane;
}

function isFull(run: Run): boolean {
  return (
    run.visits >= MAX_VISITS ||
    run.commandBytes >= MAX_COMMAND_BYTES ||
    run.inputBytes >= MAX_INPUT_BYTES ||
    run.burstBytes >= MAX_COMMAND_BYTES
  );
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
