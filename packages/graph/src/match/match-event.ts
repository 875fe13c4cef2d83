import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import { createBudget } from "../expression/budget.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { ExpressionScope } from "../expression/expression-scope.ts";
import { isHeard, type CompiledTriggers } from "./compile-triggers.ts";

/** Either the trigger that took the event, or that no trigger did, or why a condition failed before any trigger took the event. */
export type Match = { readonly triggerId: string } | { readonly none: true } | { readonly failed: Problem };

/**
 * Finds the first trigger that matches the event; later triggers are not asked, so that an event starts at most one
 * execution of the workflow (I2). A condition reads the fields of the payload by their names. It can also read `event`,
 * `payload` and `workflow`, unless the payload has a field of that name.
 *
 * This function never throws. An evaluation error is returned as data and ends the search, because the broken trigger
 * might have been the one that matches first.
 */
export function matchEvent(
  compiled: CompiledTriggers,
  event: EventData,
  workflow: { readonly id: string; readonly name: string; readonly version: number },
): Match {
  const scope = triggerScope(event, workflow);
  // All triggers share one budget, so that matching an event against many triggers costs no more than one condition may.
  const budget = createBudget();
  for (const [index, { id, listening, condition }] of compiled.triggers.entries()) {
    if (listening === null || !isHeard(listening, event)) continue;
    if (condition === null) return { triggerId: id };
    try {
      if (condition instanceof ExpressionError) throw condition;
      if (condition.evaluate(scope, budget, "trigger")) return { triggerId: id };
    } catch (error) {
      if (error instanceof ExpressionError) return { failed: problemOf(error, id, index) };
      throw error;
    }
  }
  return { none: true };
}

/** What the condition of a trigger can read. */
export function triggerScope(
  event: EventData,
  workflow: { readonly id: string; readonly name: string; readonly version: number },
): ExpressionScope {
  const { id, name, version } = workflow;
  const roots = new Map<string, Json>([
    ["event", event as unknown as Json],
    ["payload", event.data],
    ["workflow", { id, name, version }],
  ]);
  return { root: (root) => roots.get(root), step: () => undefined, steps: () => ({}) };
}

function problemOf(error: ExpressionError, id: string, index: number): Problem {
  return {
    code: error.code,
    severity: "error",
    path: `/triggers/${index}/condition`,
    message: `The condition of trigger "${id}" failed: ${error.message}.`,
    hint: error.hint === undefined ? "Correct the condition." : `${error.hint}.`,
  };
}
