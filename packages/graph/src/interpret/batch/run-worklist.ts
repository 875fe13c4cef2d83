import type { Lane } from "../../definition/graph.ts";
import { endScope } from "../scope/end-scope.ts";
import { fireNode } from "../step/fire.ts";
import type { Run } from "../state/run.ts";
import { skipNode } from "../step/tokens.ts";
import { hasRoom, isGateClosed, MAX_COMMAND_BYTES } from "../effects/gate.ts";
import { headOf, type Work, type WorkQueue } from "../state/work-queue.ts";

/** A batch that has visited this many nodes continues after a `yield`, so that its workflow task does not time out (rule 1). */
export const MAX_VISITS = 10_000;
/** A batch that has this many bytes of inputs continues after a `yield`: large inputs are sent as references, but must be stored within the workflow task. */
export const MAX_INPUT_BYTES = 16_000_000;

/**
 * Does the work in the worklist, first in, first out (rule 1). A scope in which nothing is left ends before the next node
 * fires. While as many activities as allowed are under way, a node that would command another one waits, and the nodes
 * behind it pass (rule 15).
 */
export function runWorklist(run: Run): void {
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

/**
 * The queue whose head is next. Nodes that have waited for a free place (rule 15) come first. While the gate is closed they
 * stay waiting, because their commands would be held, and a node's input is to be rendered when it can be sent.
 */
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
