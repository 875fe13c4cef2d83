import {
  compileTriggers,
  fittingFacts,
  matchEvent,
  traceMatch,
  type EventData,
  type Facts,
  type Match,
  type Trigger,
} from "@tempograph/graph";

/** An event that would start an execution with one list of triggers and not with the other. */
export interface ChangedEvent {
  readonly eventId: string;
  readonly change: "more" | "fewer";
  /** Why the list that does not take it does not: for `more` the published triggers, for `fewer` the changed ones. */
  readonly sentence: string;
}

export interface Comparison {
  /** How many of the events the published triggers take, and how many the changed ones take. */
  readonly before: number;
  readonly after: number;
  readonly more: number;
  readonly fewer: number;
  /** Events for which a condition of the changed triggers cannot be evaluated. */
  readonly failed: number;
  /**
   * For how many the answer of the changed triggers depends on something that nobody has found out when the event came: on what ran before,
   * and they are counted as if nothing had run; or on the memory or a lookup, and they are counted as not taken.
   */
  readonly undecided: number;
  readonly changed: readonly ChangedEvent[];
}

export interface EventToCompare {
  readonly event: EventData;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** What was found out when the event came, by the triggers of then. */
  readonly facts: Facts;
  /** The trigger of then that has started an execution. */
  readonly startedBy: string | null;
}

export interface TriggersToCompare {
  readonly published: readonly Trigger[];
  readonly changed: readonly Trigger[];
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  /** The most changed events that are told one by one. */
  readonly most: number;
}

/** Matches events with two lists of triggers and tells the differences. */
export function compareTriggers(
  events: readonly EventToCompare[],
  { published, changed, workflow, most }: TriggersToCompare,
): Comparison {
  const sideOf = (triggers: readonly Trigger[]) => ({
    triggers,
    compiled: compileTriggers(triggers, workflow.id),
    fitting: fittingFacts({ published, changed: triggers }),
  });
  const [old, now] = [sideOf(published), sideOf(changed)];
  const told: ChangedEvent[] = [];
  const count = { before: 0, after: 0, more: 0, fewer: 0, failed: 0, undecided: 0 };
  for (const { event, receivedAt, facts, startedBy } of events) {
    const knownTo = ({ fitting }: typeof old) => ({ receivedAt, facts: fitting(facts) });
    const after = matchEvent(now.compiled, event, workflow, knownTo(now));
    const tookBefore = "triggerId" in matchEvent(old.compiled, event, workflow, knownTo(old));
    const takesNow = "triggerId" in after;
    if (tookBefore) count.before += 1;
    if (takesNow) count.after += 1;
    if ("failed" in after) count.failed += 1;
    if (dependsOnMore(after, startedBy)) count.undecided += 1;
    if (tookBefore === takesNow) continue;
    const change = takesNow ? "more" : "fewer";
    count[change] += 1;
    if (told.length >= most) continue;
    const missed = takesNow ? old : now;
    told.push({
      eventId: event.id,
      change,
      sentence: traceMatch({ triggers: missed.triggers, paused: [], event, workflow, known: knownTo(missed) }).sentence,
    });
  }
  return { ...count, changed: told };
}

/** A trigger that has started an execution has not found anything that ran before. */
const dependsOnMore = (match: Match, startedBy: string | null) =>
  "asks" in match || ("triggerId" in match && match.history !== undefined && match.triggerId !== startedBy);
