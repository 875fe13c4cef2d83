import type { Trigger } from "../definition/graph.ts";
import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import { ExpressionError } from "../expression/expression-error.ts";

/** Triggers ready to be asked; make them once for each published version. */
export interface CompiledTriggers {
  readonly triggers: readonly CompiledTrigger[];
}

export interface CompiledTrigger {
  readonly id: string;
  readonly matchesType: (eventType: string) => boolean;
  /** null: every event of the type. An error: the condition does not compile. */
  readonly condition: CompiledCondition | ExpressionError | null;
}

/** Never throws: a condition that does not compile makes `matchEvent` answer `failed` once it is asked. */
export function compileTriggers(triggers: readonly Trigger[]): CompiledTriggers {
  return {
    triggers: triggers.map((trigger, index) => ({
      id: trigger.id ?? `trigger${index}`,
      matchesType: typeFilter(trigger.eventType),
      condition: trigger.condition === undefined ? null : compiled(trigger.condition),
    })),
  };
}

/** `order.created` matches itself, `order.*` what begins with `order.`, `*` or nothing every type. */
function typeFilter(filter: string | undefined): (eventType: string) => boolean {
  if (filter === undefined || filter === "*") return () => true;
  if (!filter.endsWith(".*")) return (eventType) => eventType === filter;
  const prefix = filter.slice(0, -1);
  return (eventType) => eventType.startsWith(prefix);
}

function compiled(condition: NonNullable<Trigger["condition"]> | null): CompiledCondition | ExpressionError {
  try {
    return compileCondition(condition);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
