import { debounceQueue, type HeldStart } from "@tempograph/db";
import { superseded, waitsForQuiet } from "./reasons.ts";
import type { Decision, ReleaseState } from "./release-state.ts";

/** What becomes of a pair that waits no more. */
type GoOn = (pair: HeldStart, state: ReleaseState) => Decision;

/**
 * One pair of a key waits; a pair that comes within its time takes its place, or is left out, and puts off the start. All times count from
 * when events were stored, so that it makes no difference when somebody looks. Null: the policy does not apply.
 */
export function debounce(pair: HeldStart, state: ReleaseState, goOn: GoOn): Decision | null {
  const policy = pair.plan.debounce;
  if (policy === undefined) return null;
  const { key, afterMs, maxWaitMs = Infinity, take } = policy;
  const queue = debounceQueue(key);
  let open = state.open(queue);
  if (open !== undefined && pair.receivedAt >= endOf(open)) {
    state.close(queue);
    state.settle(open, goOn(open, state));
    open = undefined;
  }
  const since = open?.plan.debounce?.since ?? pair.receivedAt;
  const until = Math.min(since + maxWaitMs, Math.max(pair.receivedAt + afterMs, open?.until ?? 0));
  // Pairs may be decided in another order than that of their events if one of them was held up before.
  const wins = open === undefined || pair.seq > open.seq === (take === "last");
  const winner = wins ? pair : open!;
  const plan = { ...winner.plan, debounce: { ...winner.plan.debounce!, since } };
  state.setOpen(queue, { ...winner, queue, until, plan });
  const waits: Decision = { outcome: "held", reason: waitsForQuiet(key, afterMs), queue, until, plan };
  const left: Decision = { outcome: "deduplicated", reason: superseded(key, winner.eventId, afterMs) };
  if (open !== undefined) state.settle(open, wins ? left : waits);
  return wins ? waits : left;
}

/** The pair that waits goes on if its time is up. */
export function endDebounce(head: HeldStart, state: ReleaseState, goOn: GoOn): void {
  const open = state.open(head.queue!);
  if (open?.eventId !== head.eventId || endOf(open) > state.now) return;
  if (!state.knowsAllBefore(endOf(open))) return;
  state.close(head.queue!);
  state.settle(open, goOn(open, state));
}

const endOf = ({ until }: HeldStart) => until ?? 0;
