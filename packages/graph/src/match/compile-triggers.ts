import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import type { Trigger } from "../definition/trigger.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { parseTypePattern, type TypePattern } from "./type-pattern.ts";

/** The triggers of a version, compiled so that many events can be matched against them. Compile them once for each published version. */
export interface CompiledTriggers {
  readonly triggers: readonly CompiledTrigger[];
}

export interface CompiledTrigger {
  readonly id: string;
  readonly pattern: TypePattern;
  /** Null if the trigger has no condition and takes every event of its type. An error if the condition does not compile. */
  readonly condition: CompiledCondition | ExpressionError | null;
}

/**
 * Compiles the triggers of a version. This function never throws: if a condition does not compile, `matchEvent` answers
 * `failed` for an event that reaches this trigger.
 */
export function compileTriggers(triggers: readonly Trigger[]): CompiledTriggers {
  return {
    triggers: triggers.map((trigger, index) => ({
      id: trigger.id ?? `trigger${index}`,
      pattern: patternOf(trigger),
      condition: trigger.condition === undefined ? null : compiled(trigger.condition),
    })),
  };
}

/** The event types that a trigger listens to. */
export function patternOf(trigger: Trigger): TypePattern {
  switch (trigger.kind) {
    case undefined:
    case "event":
      return parseTypePattern(trigger.eventType);
  }
}

function compiled(condition: NonNullable<Trigger["condition"]> | null): CompiledCondition | ExpressionError {
  try {
    return compileCondition(condition);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
