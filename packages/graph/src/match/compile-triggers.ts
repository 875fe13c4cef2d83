import type { Json } from "../definition/json.ts";
import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import { triggerId, type Trigger } from "../definition/trigger.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { SharedConditions } from "./shared-conditions.ts";
import { describeTrigger } from "../triggers/index.ts";
import { isReservedSource, sourcesOf, type SourcedEvent } from "../triggers/trigger-source.ts";
import { factRootsOf } from "./data-parts.ts";
import { compileWhen, type CompiledWhen, type WhenError } from "./compile-when.ts";
import { fitsType, parseTypePattern, type TypePattern } from "./type-pattern.ts";

/** The triggers of a version, compiled so that many events can be matched against them. Compile them once for each published version. */
export interface CompiledTriggers {
  readonly triggers: readonly CompiledTrigger[];
}

export interface CompiledTrigger {
  readonly id: string;
  /** Null: no event can match the trigger. */
  readonly listening: CompiledListening | null;
  /** Null if the trigger has no condition and takes every event of its type. An error if the condition does not compile. */
  readonly condition: CompiledCondition | ExpressionError | null;
  /** Null if it asks for nothing beyond the event's data. An error if it cannot be read. */
  readonly when: CompiledWhen | WhenError | null;
}

/** Which events a trigger takes, before its condition is asked. */
export interface CompiledListening {
  /** Types of which the event has to have one. */
  readonly patterns: readonly TypePattern[];
  /** Undefined: every source that is not reserved. */
  readonly source: string | undefined;
}

/**
 * Compiles the triggers of a version of the workflow with this id. This function never throws: if a condition does not compile, `matchEvent` answers
 * `failed` for an event that reaches this trigger. Workflows that are asked about the same events share `conditions`.
 */
export function compileTriggers(
  triggers: readonly Trigger[],
  workflowId: string,
  conditions: SharedConditions = new SharedConditions(),
): CompiledTriggers {
  return {
    triggers: triggers.map((trigger, index) => ({
      id: triggerId(trigger, index),
      listening: listeningOf(trigger, index, workflowId),
      condition: trigger.condition === undefined ? null : compiled(trigger, conditions),
      when: compileWhen(trigger, triggers),
    })),
  };
}

/** The same triggers, of which those with these ids take no event. */
export function withoutPaused({ triggers }: CompiledTriggers, paused: readonly string[]): CompiledTriggers {
  return { triggers: triggers.map((each) => (paused.includes(each.id) ? { ...each, listening: null } : each)) };
}

/** Null if no event can match the trigger, also if a newer version of Tempograph has published it with a kind that is not known here. */
export function listeningOf(trigger: Trigger, index: number, workflowId: string): CompiledListening | null {
  const listening = describeTrigger(trigger)?.listensTo({ ...trigger, id: triggerId(trigger, index) }, workflowId);
  if (listening === undefined || listening === null) return null;
  const { eventType, source } = listening;
  return { patterns: (Array.isArray(eventType) ? eventType : [eventType]).map(parseTypePattern), source };
}

/** Whether the event has the type and the source that the trigger listens to. */
export function isHeard(
  { patterns, source }: CompiledListening,
  event: SourcedEvent & { readonly type: string },
): boolean {
  return (
    patterns.some((pattern) => fitsType(pattern, event.type)) &&
    (source === undefined
      ? !isReservedSource(event.source)
      : source === event.source || sourcesOf(event).includes(source))
  );
}

function compiled(trigger: Trigger, conditions: SharedConditions): CompiledCondition | ExpressionError {
  try {
    const facts = factRootsOf(trigger);
    const condition = trigger.condition as Json;
    return facts.length === 0 ? conditions.compile(condition) : compileCondition(condition, { facts });
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
