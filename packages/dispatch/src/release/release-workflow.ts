import {
  cancelOldest,
  CONDITIONS_QUEUE,
  debounceQueue,
  loadDueStarts,
  loadQueues,
  noteRanBefore,
  rejectHeld,
  settleHeld,
  startHeld,
  startOrder,
  tryLockStartQueues,
  wakeQueues,
  writeBatches,
  writeMarks,
  type Database,
  type HeldStart,
  type QueueRequest,
  type Settled,
  type StartToWrite,
} from "@tempograph/db";
import type { FaultPoint } from "@tempograph/runtime";
import { executionId } from "../match/execution-id.ts";
import type { DispatchPoint } from "../dispatcher-options.ts";
import { makeBatches } from "./batch.ts";
import { endDebounce } from "./debounce.ts";
import { decide, decideFirst, goOn, isThrottled } from "./decide.ts";
import { archived } from "./reasons.ts";
import { ReleaseState } from "./release-state.ts";

/** Pairs that one transaction decides. */
const BATCH = 200;
const REJECTED_AT_ONCE = 1_000;

export interface Released {
  readonly started: number;
  /** Pairs whose other triggers are asked now. */
  readonly asks: number;
  readonly mayBeMore: boolean;
  /** Whether to look again soon, though nothing tells when: see `releaseWorkflow`. */
  readonly soon: boolean;
}

const NOTHING: Released = { started: 0, asks: 0, mayBeMore: false, soon: false };

/**
 * Decides what becomes of the due pairs of a workflow, in one transaction under the workflow's lock. A dispatcher that dies here leaves the
 * pairs as they were (I4).
 *
 * It is to be called again soon where a pair that is due waits for events that are stored and not dispatched; and where another
 * dispatcher holds the lock, because that one may have read the pairs before the last of them was due, and looks for no more.
 */
export async function releaseWorkflow(
  db: Database,
  workflowId: string,
  faultPoint?: FaultPoint<DispatchPoint>,
): Promise<Released> {
  return await db.transaction().execute(async (trx): Promise<Released> => {
    if (!(await tryLockStartQueues(trx, workflowId))) return { ...NOTHING, soon: true };
    const due = await loadDueStarts(trx, workflowId, BATCH);
    const { fresh, heads, now, status } = due;
    if (fresh.length + heads.length === 0) return NOTHING;
    if (status !== "active") {
      const rejected = await rejectHeld(trx, workflowId, archived(status), REJECTED_AT_ONCE);
      return { ...NOTHING, mayBeMore: rejected === REJECTED_AT_ONCE };
    }
    const waiting = await loadQueues(trx, workflowId, queuesOf(fresh, heads));
    const pairs = [...[...waiting.values()].flat(), ...heads, ...fresh];
    const state = await ReleaseState.load(trx, workflowId, { pairs, due, isAll: fresh.length < BATCH });
    for (const [queue, [first]] of waiting) if (isDebounced(first!)) state.setOpen(queue, first!);
    for (const head of heads) if (!isDebounced(head) && !isBatched(head)) releaseQueue(head, waiting, state);
    for (const pair of fresh) state.settle(pair, decide(workflowId, pair, state));
    // What collects events for a time comes last: events of this round may belong to it.
    for (const head of heads) {
      if (isDebounced(head)) endDebounce(head, state, goOn);
      if (!isBatched(head)) continue;
      const own = waiting.get(head.queue!)!;
      makeBatches(own, own.length < mostOf(head), state, goOn);
    }
    await faultPoint?.("release");
    const { starts, settled, notes } = writesOf(workflowId, state);
    await writeBatches(trx, workflowId, state.newBatches);
    await startHeld(trx, workflowId, starts, now);
    await settleHeld(trx, workflowId, settled);
    await cancelOldest(trx, workflowId, state.crowds);
    await writeMarks(trx, workflowId, state.newMarks);
    await noteRanBefore(trx, workflowId, notes);
    await wakeQueues(
      trx,
      [...state.toWake].map((queue) => ({ workflowId, queue })),
    );
    await faultPoint?.("released");
    const isDue = settled.some(({ queue, until = Infinity }) => queue !== CONDITIONS_QUEUE && until <= now);
    const mayBeMore = fresh.length === BATCH || heads.length === BATCH || state.toWake.size > 0 || isDue;
    return { started: starts.length, asks: notes.length, mayBeMore, soon: state.waitsForEvents };
  });
}

/** The queues whose first pairs are needed: those that are due, and those in which the fresh pairs may find one that waits. */
function queuesOf(fresh: readonly HeldStart[], heads: readonly HeldStart[]): readonly QueueRequest[] {
  const requests = new Map<string, QueueRequest>();
  for (const { plan } of fresh) {
    if (plan.debounce === undefined) continue;
    const queue = debounceQueue(plan.debounce.key);
    requests.set(queue, { queue, most: 1 });
  }
  for (const head of heads) requests.set(head.queue!, { queue: head.queue!, most: mostOf(head) });
  return [...requests.values()];
}

const isDebounced = ({ queue }: HeldStart) => queue!.startsWith("debounce:");
const isBatched = ({ queue }: HeldStart) => queue!.startsWith("batch:");

/** Lets the first pairs of a queue go on until one of them has to wait. */
function releaseQueue(head: HeldStart, waiting: ReadonlyMap<string, readonly HeldStart[]>, state: ReleaseState): void {
  const queue = head.queue!;
  const pairs = waiting.get(queue)!;
  const hasLeft = (pair: HeldStart) => {
    const decision = decideFirst(pair, state);
    state.settle(pair, decision);
    return decision === "start" || decision.queue !== queue;
  };
  if (!pairs.every(hasLeft)) return;
  if (isCut(pairs)) state.wake(queue);
  else state.leaveEmpty(queue);
}

/** How many pairs of its queue may leave it at once. */
function mostOf(pair: HeldStart): number {
  const { throttle, concurrency, batch } = pair.plan;
  if (isDebounced(pair)) return 1;
  if (isBatched(pair)) return Math.max(BATCH, batch!.size + 1);
  return Math.min(BATCH, (isThrottled(pair) ? throttle?.limit : concurrency?.limit) ?? 1);
}

/** Whether more may wait behind pairs that have all left. Behind those that took all places nobody has to be looked at. */
function isCut(pairs: readonly HeldStart[]): boolean {
  const [first] = pairs;
  return first !== undefined && pairs.length >= (isThrottled(first) ? mostOf(first) : BATCH);
}

function writesOf(workflowId: string, { decisions }: ReleaseState) {
  const starts: StartToWrite[] = [];
  const settled: Settled[] = [];
  const notes: Parameters<typeof noteRanBefore>[2][number][] = [];
  for (const { pair, decision } of decisions.values()) {
    if (decision === "start") starts.push(startOf(workflowId, pair));
    else {
      const { ranBefore, ...rest } = decision;
      const { eventId, triggerId } = pair;
      settled.push({ eventId, ...rest });
      if (ranBefore !== undefined) notes.push({ eventId, triggerId, ranBefore });
    }
  }
  return { starts, settled, notes };
}

function startOf(workflowId: string, { eventId, workflowVersion, triggerId, plan }: HeldStart): StartToWrite {
  const concurrencyKey = plan.concurrency?.key ?? null;
  const order = startOrder(workflowId, plan);
  return { id: executionId(eventId, workflowId), eventId, workflowVersion, triggerId, concurrencyKey, order };
}
