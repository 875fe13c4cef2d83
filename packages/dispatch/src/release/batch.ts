import { batchQueue, newId, type HeldStart } from "@tempograph/db";
import { limits } from "@tempograph/graph";
import { batched, collected, undecided } from "./reasons.ts";
import type { Decision, ReleaseState } from "./release-state.ts";

/** Bytes that an event takes in a batch, beside its data: its id, type, source, subject and time. */
const EVENT_BYTES = 1_000;

/** Lets a pair wait for others. Null: the policy does not apply. */
export function collect({ plan, workflowVersion, receivedAt }: HeldStart, state: ReleaseState): Decision | null {
  if (plan.batch === undefined) return null;
  const { key, size, afterMs } = plan.batch;
  const queue = batchQueue(workflowVersion, key);
  // Only the first of a queue has a time.
  const isFirst = !state.waits(queue);
  state.enqueue(queue);
  if (state.waiting(queue) >= size) state.wake(queue);
  return {
    ...{ outcome: "held", reason: collected(key, size, afterMs), queue },
    ...(isFirst && { until: receivedAt + afterMs }),
  };
}

/**
 * Makes batches of the first pairs of a queue, as long as there are enough of them, or the time of the first is up. `isWhole`: no further
 * pair waits behind them.
 */
export function makeBatches(
  pairs: readonly HeldStart[],
  isWhole: boolean,
  state: ReleaseState,
  goOn: (pair: HeldStart, state: ReleaseState) => Decision,
): void {
  const queue = pairs[0]!.queue!;
  let left = pairs;
  while (left.length > 0) {
    const [first] = left as readonly [HeldStart];
    const { key, size, afterMs } = first.plan.batch!;
    const end = first.receivedAt + afterMs;
    const { members, isFull } = membersOf(left, size, end);
    if (!isFull && members.length === left.length && !isWhole) return state.wake(queue);
    const isTimeUp = end <= state.now && state.knowsAllBefore(end) && !state.hasNew(queue);
    if (!isFull && !isTimeUp) {
      const reason = collected(key, size, afterMs);
      if (Math.abs((first.until ?? 0) - end) >= 1) state.settle(first, { outcome: "held", reason, queue, until: end });
      return;
    }
    const eventId = newId("evt");
    const { history: _h, dedupe: _d, rateLimit: _r, batch: _b, ...rest } = first.plan;
    const priorities = members.flatMap((member) => member.plan.priority ?? []);
    const plan = { ...rest, ...(priorities.length > 0 && { priority: Math.min(...priorities) }) };
    const { workflowVersion, triggerId } = first;
    for (const member of members)
      state.settle(member, { outcome: "batched", reason: batched(eventId, members.length) });
    state.newBatches.push({
      ...{ eventId, key, memberIds: members.map((member) => member.eventId), workflowVersion, triggerId, plan },
      reason: undecided,
    });
    const whole = { ...first, eventId, receivedAt: state.now, plan, queue: null, until: null };
    state.settle(whole, goOn(whole, state));
    left = left.slice(members.length);
  }
  if (!isWhole || state.hasNew(queue)) state.wake(queue);
  else state.leaveEmpty(queue);
}

/** The first pairs that go into one batch: no more than `size`, stored before `end`, and within the limit for the data of an event. */
function membersOf(pairs: readonly HeldStart[], size: number, end: number) {
  const members: HeldStart[] = [];
  let bytes = 0;
  for (const pair of pairs) {
    bytes += pair.bytes + EVENT_BYTES;
    if (members.length > 0 && pair.receivedAt >= end) return { members, isFull: false };
    if (members.length > 0 && bytes > limits.MAX_VALUE_BYTES) return { members, isFull: true };
    members.push(pair);
    if (members.length === size) return { members, isFull: true };
  }
  return { members, isFull: false };
}
