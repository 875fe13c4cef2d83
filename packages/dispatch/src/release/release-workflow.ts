import {
  loadDueStarts,
  loadQueue,
  settleHeld,
  startHeld,
  tryLockStartQueues,
  wakeQueues,
  writeMarks,
  type Database,
  type HeldStart,
  type Settled,
  type StartToWrite,
} from "@tempograph/db";
import type { FaultPoint } from "@tempograph/runtime";
import { executionId } from "../match/execution-id.ts";
import type { DispatchPoint } from "../dispatcher-options.ts";
import { decide, decideFirst, isThrottled, type Decision } from "./decide.ts";
import { ReleaseState } from "./release-state.ts";

/** Pairs that one transaction decides. */
const BATCH = 200;

export interface Released {
  readonly started: number;
  readonly mayBeMore: boolean;
}

/**
 * Decides what becomes of the due pairs of a workflow, in one transaction under the workflow's lock. A dispatcher that dies here leaves the
 * pairs as they were (I4). Where another one holds the lock, nothing is left to do: it notices what this one would have.
 */
export async function releaseWorkflow(
  db: Database,
  workflowId: string,
  faultPoint?: FaultPoint<DispatchPoint>,
): Promise<Released> {
  return await db.transaction().execute(async (trx): Promise<Released> => {
    if (!(await tryLockStartQueues(trx, workflowId))) return { started: 0, mayBeMore: false };
    const { rows: due, now } = await loadDueStarts(trx, workflowId, BATCH);
    if (due.length === 0) return { started: 0, mayBeMore: false };
    const queues = new Map(due.flatMap((pair) => (pair.queue === null ? [] : [[pair.queue, pair] as const])));
    const waiting = new Map<string, readonly HeldStart[]>();
    for (const [queue, one] of queues) waiting.set(queue, await loadQueue(trx, workflowId, queue, mostOf(one)));
    const fresh = due.filter(({ queue }) => queue === null);
    const state = await ReleaseState.load(trx, workflowId, [...waiting.values(), fresh].flat(), now);
    const starts: StartToWrite[] = [];
    const settled: Settled[] = [];
    const carryOut = (pair: HeldStart, decision: Decision) => {
      if (decision === "start") starts.push(startOf(workflowId, pair));
      else settled.push({ eventId: pair.eventId, ...decision });
      // Whether it has left its queue.
      return decision === "start" || decision.queue !== pair.queue;
    };
    const toWake: string[] = [];
    for (const [queue, pairs] of waiting) {
      const all = pairs.every((pair) => carryOut(pair, decideFirst(pair, state)));
      if (!all) continue;
      if (isCut(pairs)) toWake.push(queue);
      else state.leaveEmpty(queue);
    }
    for (const pair of fresh) carryOut(pair, decide(workflowId, pair, state));
    await faultPoint?.("release");
    await startHeld(trx, workflowId, starts, now);
    await settleHeld(trx, workflowId, settled);
    await writeMarks(trx, workflowId, state.newMarks);
    await wakeQueues(
      trx,
      toWake.map((queue) => ({ workflowId, queue })),
    );
    await faultPoint?.("released");
    return { started: starts.length, mayBeMore: due.length === BATCH || toWake.length > 0 };
  });
}

/** How many pairs of its queue may leave it at once. */
function mostOf(pair: HeldStart): number {
  const { throttle, concurrency } = pair.plan;
  return Math.min(BATCH, (isThrottled(pair) ? throttle?.limit : concurrency?.limit) ?? 1);
}

/** Whether more may wait behind pairs that have all left. Behind those that took all places nobody has to be looked at. */
function isCut(pairs: readonly HeldStart[]): boolean {
  const [first] = pairs;
  return first !== undefined && pairs.length >= (isThrottled(first) ? mostOf(first) : BATCH);
}

function startOf(workflowId: string, { eventId, workflowVersion, triggerId, plan }: HeldStart): StartToWrite {
  const concurrencyKey = plan.concurrency?.key ?? null;
  return { id: executionId(eventId, workflowId), eventId, workflowVersion, triggerId, concurrencyKey };
}
