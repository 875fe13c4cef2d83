import type { EventData } from "../definition/graph.ts";
import type { Problem } from "../definition/problem.ts";
import { triggerId, triggerKind, type Trigger } from "../definition/trigger.ts";
import type { ConditionPart } from "../expression/trace/condition-part.ts";
import { explainPart } from "../expression/trace/explain-part.ts";
import { traceCondition } from "../expression/trace/trace-condition.ts";
import { compileTriggers, isHeard, withoutPaused, type CompiledTrigger } from "./compile-triggers.ts";
import { factRootsOf } from "./data-parts.ts";
import { WhenError } from "./compile-when.ts";
import type { Known, RanBefore } from "./known-facts.ts";
import { triggerScope } from "../expression/trigger-scope.ts";
import { closedFor, matchEvent, scopeWith, type Asks, type Taken } from "./match-event.ts";
import { printMoment } from "../time-zone/print-moment.ts";
import { patternKey } from "./type-pattern.ts";

/** What one trigger of a workflow made of an event. */
export interface TriggerTrace {
  readonly id: string;
  readonly kind: string;
  /**
   * `outsideHours`: `when.time` did not hold. `ranBefore`: `when.history` did not. `undecided`: what its
   * condition has to know is not found out. `notListening`: the event has another type or source.
   * `notAsked`: a trigger before it has decided.
   */
  readonly result:
    | "took"
    | "outsideHours"
    | "conditionFalse"
    | "conditionFailed"
    | "ranBefore"
    | "undecided"
    | "paused"
    | "notListening"
    | "notAsked";
  /** Its condition with the actual values. Null if it has none, or if the event did not reach it. */
  readonly condition: ConditionPart | null;
  readonly sentence: string;
}

/** What a workflow's triggers made of an event, and why. */
export interface MatchTrace {
  /** `unconcerned`: no trigger listens to such events. */
  readonly result: "started" | "filtered" | "rejected" | "undecided" | "unconcerned";
  readonly triggerId: string | null;
  readonly problem: Problem | null;
  readonly triggers: readonly TriggerTrace[];
  readonly sentence: string;
}

export interface MatchToTrace {
  readonly triggers: readonly Trigger[];
  /** The ids of triggers that take no events. */
  readonly paused: readonly string[];
  readonly event: EventData;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly known: Known;
}

/** Matches an event with the triggers of a workflow as `matchEvent` does, and says why. Never throws for what users wrote. */
export function traceMatch({ triggers, paused, event, workflow, known }: MatchToTrace): MatchTrace {
  const compiled = compileTriggers(triggers, workflow.id);
  const { triggers: all } = compiled;
  const match = matchEvent(withoutPaused(compiled, paused), event, workflow, known);
  const heard = all.map(({ listening }) => listening !== null && isHeard(listening, event));
  let decided = false;
  const traces = triggers.map((trigger, index): TriggerTrace => {
    const id = triggerId(trigger, index);
    const base = { id, kind: triggerKind(trigger), condition: null };
    if (heard[index] !== true) return { ...base, result: "notListening", sentence: listensTo(id, all[index]!, event) };
    if (paused.includes(id)) return { ...base, result: "paused", sentence: `Trigger "${id}" was paused.` };
    if (decided)
      return { ...base, result: "notAsked", sentence: `Trigger "${id}" was not asked: one before it has decided.` };
    const { when } = all[index]!;
    const time = when instanceof WhenError ? null : (when?.time ?? null);
    const closed = time === null ? null : closedFor(time, known);
    if (closed?.hold === null)
      return { ...base, result: "outsideHours", sentence: `Trigger "${id}": ${closed.opening.why()}.` };
    const condition =
      trigger.condition === undefined
        ? null
        : traceCondition(
            trigger.condition,
            scopeWith(triggerScope(event, workflow), known.facts?.[id]),
            factRootsOf(trigger),
          );
    if ("triggerId" in match && match.triggerId === id) {
      decided = true;
      return { ...base, condition, result: "took", sentence: tookSentence(match) };
    }
    if ("asks" in match && match.asks.triggerId === id) {
      decided = true;
      const sentence = `Trigger "${id}" has to know ${asksNames(match.asks).join(" and ")}, which is not found out.`;
      return { ...base, result: "undecided", sentence };
    }
    if ("failed" in match && match.failed.path.startsWith(`/triggers/${index}/`)) {
      decided = true;
      return { ...base, condition, result: "conditionFailed", sentence: match.failed.message };
    }
    const before = known.facts?.[id]?.ranBefore;
    if (before !== undefined && condition?.holds !== false)
      return { ...base, condition, result: "ranBefore", sentence: `Trigger "${id}": ${ranBeforeWords(before)}.` };
    const why = condition === null ? "its condition was false" : explainPart(condition);
    return { ...base, condition, result: "conditionFalse", sentence: `Trigger "${id}": ${why}.` };
  });
  const taken = "triggerId" in match ? match.triggerId : null;
  const problem = "failed" in match ? match.failed : null;
  const result =
    "asks" in match
      ? "undecided"
      : taken !== null
        ? "started"
        : problem !== null
          ? "rejected"
          : heard.includes(true)
            ? "filtered"
            : "unconcerned";
  return { result, triggerId: taken, problem, triggers: traces, sentence: sentenceOf(traces) };
}

/** What a trigger has to know, by the names in its condition: `state.seen`, `lookup.customer`. */
export function asksNames(asks: Asks): readonly string[] {
  return "state" in asks ? asks.state.map(({ as }) => `state.${as}`) : asks.lookup.map(({ as }) => `lookup.${as}`);
}

function tookSentence({ triggerId: id, hold }: Taken): string {
  if (hold === undefined) return `Trigger "${id}" took the event.`;
  return `Trigger "${id}" took the event, and holds it until ${printMoment(hold.until, "UTC")}: ${hold.why}.`;
}

function ranBeforeWords({ eventId, executionId, at }: RanBefore): string {
  if (executionId === null) return `the event ${eventId} with the same subject was to start an execution since ${at}`;
  return `execution ${executionId} of the event ${eventId} with the same subject had started at ${at}`;
}

function listensTo(id: string, { listening }: CompiledTrigger, { type, source }: EventData): string {
  if (listening === null) return `Trigger "${id}" listens to no events.`;
  const from = listening.source === undefined ? "" : ` from ${listening.source}`;
  return `Trigger "${id}" listens to ${listening.patterns.map(patternKey).join(", ")}${from}, and the event is ${type} from ${source}.`;
}

/** What decided, without the triggers that listen to other events where one listens to this one. */
function sentenceOf(traces: readonly TriggerTrace[]): string {
  if (traces.length === 0) return "The workflow has no trigger.";
  const decided = traces.find(
    ({ result }) => result === "took" || result === "conditionFailed" || result === "undecided",
  );
  if (decided !== undefined) return decided.sentence;
  const asked = traces.filter(({ result }) => result !== "notListening");
  return (asked.length > 0 ? asked : traces).map(({ sentence }) => sentence).join(" ");
}
