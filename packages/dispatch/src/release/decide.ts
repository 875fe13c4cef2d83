import { concurrencyQueue, CONDITIONS_QUEUE, throttleQueue, type HeldStart } from "@tempograph/db";
import { executionId } from "../match/execution-id.ts";
import { askAgain, duplicate, full, replaced, throttled, tooMany, waitsForCancel } from "./reasons.ts";
import { collect } from "./batch.ts";
import { debounce } from "./debounce.ts";
import type { Decision, ReleaseState } from "./release-state.ts";

/**
 * Asks the start policies about a pair that none of them has seen, in their fixed order: dedupe, rateLimit, debounce or batch, throttle,
 * concurrency. The trigger's condition on what has started before comes before those about executions, because an event that is
 * debounced starts nothing. What concerns events counts from the moment when the event was stored, so that the answer does not depend on when somebody looks; what
 * concerns executions counts from now.
 */
export function decide(workflowId: string, pair: HeldStart, state: ReleaseState): Decision {
  const { plan, receivedAt: at, eventId } = pair;
  const decision =
    // Of a batch each event is asked, when it joins.
    (plan.batch && history(pair, state)) ??
    dedupe(workflowId, pair, state) ??
    rateLimit(pair, state) ??
    debounce(pair, state, goOn) ??
    collect(pair, state) ??
    goOn(pair, state);
  if (!mayStart(decision)) return decision;
  if (plan.batch) markHistory(pair, state);
  // An event that starts nothing uses nothing up: the sender's next try may.
  if (plan.dedupe) state.mark({ policy: "dedupe", key: plan.dedupe.key, eventId, at, forMs: plan.dedupe.withinMs });
  if (plan.rateLimit)
    state.mark({ policy: "rateLimit", key: plan.rateLimit.key, eventId, at, forMs: plan.rateLimit.perMs });
  return decision;
}

/** Asks the policies about executions, when those about events have been asked. */
export function goOn(pair: HeldStart, state: ReleaseState): Decision {
  const decision = history(pair, state) ?? throttle(pair, state, false) ?? concurrency(pair, state, false);
  if (mayStart(decision)) markHistory(pair, state);
  return decision;
}

const mayStart = (decision: Decision) =>
  decision === "start" || (decision.outcome === "held" && decision.ranBefore === undefined);

/** Decides about the first pair of the queue in which it waits. */
export function decideFirst(pair: HeldStart, state: ReleaseState): Decision {
  const decision = isThrottled(pair)
    ? (throttle(pair, state, true) ?? concurrency(pair, state, false))
    : concurrency(pair, state, true);
  // The time during which nothing else starts for its subject counts from its own start.
  if (decision === "start") markHistory(pair, state);
  return decision;
}

/** Who waits counts from now on, because it will start: otherwise two events about one subject could wait and both start. */
function markHistory({ plan: { history: asked, batch }, eventId }: HeldStart, state: ReleaseState): void {
  if (asked === undefined) return;
  state.recent.note(asked, { eventId, at: state.now, isBatched: batch !== undefined });
  state.newMarks.push({ policy: "history", key: asked.key, eventId, at: state.now, forMs: asked.keepMs });
}

/** The trigger does not take the event because of what has started before; the triggers after it are asked then. */
function history({ plan }: HeldStart, state: ReleaseState): Decision | undefined {
  const ranBefore = plan.history && state.recent.find(plan.history);
  if (ranBefore === undefined) return undefined;
  return { outcome: "held", queue: CONDITIONS_QUEUE, until: state.now, reason: askAgain, ranBefore };
}

/** Whether it waits for the policy `throttle`. */
export function isThrottled({ plan, queue }: HeldStart): boolean {
  return plan.throttle !== undefined && queue === throttleQueue(plan.throttle.key);
}

function dedupe(workflowId: string, { plan, receivedAt }: HeldStart, state: ReleaseState): Decision | null {
  if (plan.dedupe === undefined) return null;
  const { key, withinMs } = plan.dedupe;
  const last = state.marks("dedupe", key)[0];
  if (last === undefined || receivedAt >= last.at + withinMs) return null;
  const intoExecution = executionId(last.eventId, workflowId);
  return { outcome: "deduplicated", reason: duplicate(key, last.eventId), intoExecution };
}

function rateLimit({ plan, receivedAt }: HeldStart, state: ReleaseState): Decision | null {
  if (plan.rateLimit === undefined) return null;
  const { key, limit, perMs } = plan.rateLimit;
  const last = state.marks("rateLimit", key)[limit - 1];
  if (last === undefined || receivedAt >= last.at + perMs) return null;
  return { outcome: "rejected", reason: tooMany(key, limit, perMs) };
}

/** Null: it may go on. The mark counts from now, because it is about executions that start. */
function throttle({ plan, eventId }: HeldStart, state: ReleaseState, isFirst: boolean): Decision | null {
  if (plan.throttle === undefined) return null;
  const { key, limit, perMs } = plan.throttle;
  const queue = throttleQueue(key);
  const reason = throttled(key, limit, perMs);
  // Only the first of a queue has a time: it makes the next one due.
  if (!isFirst && state.waits(queue)) return { outcome: "held", reason, queue };
  const last = state.marks("throttle", key)[limit - 1];
  if (last !== undefined && state.now < last.at + perMs) {
    state.enqueue(queue);
    return { outcome: "held", reason, queue, until: last.at + perMs };
  }
  state.mark({ policy: "throttle", key, eventId, at: state.now, forMs: perMs });
  return null;
}

function concurrency({ plan, eventId }: HeldStart, state: ReleaseState, isFirst: boolean): Decision {
  if (plan.concurrency === undefined) return "start";
  const { key, limit, whenFull } = plan.concurrency;
  const queue = concurrencyQueue(key);
  // Whoever waits already comes first.
  const mustWait = !isFirst && state.waits(queue);
  if (!mustWait && state.placesTaken(key) < limit) {
    state.takePlace(key);
    return "start";
  }
  const reason = full(key, limit);
  if (whenFull === "drop" || (whenFull === "queueOne" && !isFirst && state.waits(queue)))
    return { outcome: "rejected", reason };
  state.enqueue(queue);
  if (whenFull !== "cancelOldest") return { outcome: "held", reason, queue };
  if (!isFirst) state.crowd({ key, limit, eventId, reason: replaced(key, eventId) });
  return { outcome: "held", reason: waitsForCancel(key, limit), queue };
}
