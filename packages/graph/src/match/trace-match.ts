import type { EventData } from "../definition/graph.ts";
import type { Problem } from "../definition/problem.ts";
import { triggerId, triggerKind, type Trigger } from "../definition/trigger.ts";
import type { ConditionPart } from "../expression/trace/condition-part.ts";
import { explainPart } from "../expression/trace/explain-part.ts";
import { traceCondition } from "../expression/trace/trace-condition.ts";
import { compileTriggers, isHeard, withoutPaused, type CompiledTrigger } from "./compile-triggers.ts";
import { matchEvent, triggerScope } from "./match-event.ts";
import { patternKey } from "./type-pattern.ts";

/** What one trigger of a workflow made of an event. */
export interface TriggerTrace {
  readonly id: string;
  readonly kind: string;
  /** `notListening`: the event has another type or source. `notAsked`: a trigger before it has decided. */
  readonly result: "took" | "conditionFalse" | "conditionFailed" | "paused" | "notListening" | "notAsked";
  /** Its condition with the actual values. Null if it has none, or if the event did not reach it. */
  readonly condition: ConditionPart | null;
  readonly sentence: string;
}

/** What a workflow's triggers made of an event, and why. */
export interface MatchTrace {
  /** `unconcerned`: no trigger listens to such events. */
  readonly result: "started" | "filtered" | "rejected" | "unconcerned";
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
}

/** Matches an event with the triggers of a workflow as `matchEvent` does, and says why. Never throws for what users wrote. */
export function traceMatch({ triggers, paused, event, workflow }: MatchToTrace): MatchTrace {
  const compiled = compileTriggers(triggers, workflow.id);
  const { triggers: all } = compiled;
  const match = matchEvent(withoutPaused(compiled, paused), event, workflow);
  const heard = all.map(({ listening }) => listening !== null && isHeard(listening, event));
  let decided = false;
  const traces = triggers.map((trigger, index): TriggerTrace => {
    const id = triggerId(trigger, index);
    const base = { id, kind: triggerKind(trigger), condition: null };
    if (heard[index] !== true) return { ...base, result: "notListening", sentence: listensTo(id, all[index]!, event) };
    if (paused.includes(id)) return { ...base, result: "paused", sentence: `Trigger "${id}" was paused.` };
    if (decided)
      return { ...base, result: "notAsked", sentence: `Trigger "${id}" was not asked: one before it has decided.` };
    const condition =
      trigger.condition === undefined ? null : traceCondition(trigger.condition, triggerScope(event, workflow));
    if ("triggerId" in match && match.triggerId === id) {
      decided = true;
      return { ...base, condition, result: "took", sentence: `Trigger "${id}" took the event.` };
    }
    if ("failed" in match && match.failed.path === `/triggers/${index}/condition`) {
      decided = true;
      return { ...base, condition, result: "conditionFailed", sentence: match.failed.message };
    }
    const why = condition === null ? "its condition was false" : explainPart(condition);
    return { ...base, condition, result: "conditionFalse", sentence: `Trigger "${id}": ${why}.` };
  });
  const taken = "triggerId" in match ? match.triggerId : null;
  const problem = "failed" in match ? match.failed : null;
  const result =
    taken !== null ? "started" : problem !== null ? "rejected" : heard.includes(true) ? "filtered" : "unconcerned";
  return { result, triggerId: taken, problem, triggers: traces, sentence: sentenceOf(traces) };
}

function listensTo(id: string, { listening }: CompiledTrigger, { type, source }: EventData): string {
  if (listening === null) return `Trigger "${id}" listens to no events.`;
  const from = listening.source === undefined ? "" : ` from ${listening.source}`;
  return `Trigger "${id}" listens to ${listening.patterns.map(patternKey).join(", ")}${from}, and the event is ${type} from ${source}.`;
}

/** What decided, without the triggers that listen to other events where one listens to this one. */
function sentenceOf(traces: readonly TriggerTrace[]): string {
  if (traces.length === 0) return "The workflow has no trigger.";
  const decided = traces.find(({ result }) => result === "took" || result === "conditionFailed");
  if (decided !== undefined) return decided.sentence;
  const asked = traces.filter(({ result }) => result !== "notListening");
  return (asked.length > 0 ? asked : traces).map(({ sentence }) => sentence).join(" ");
}
