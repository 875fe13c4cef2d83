import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import { createBudget } from "../expression/budget.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { ExpressionScope } from "../expression/expression-scope.ts";
import type { CompiledTriggers } from "./compile-triggers.ts";
import { fitsType } from "./type-pattern.ts";

/** Which trigger took the event; that none did; or what went wrong in a condition before one did. */
export type Match = { readonly triggerId: string } | { readonly none: true } | { readonly failed: Problem };

/**
 * The first trigger that matches wins (I2). A condition reads the payload's own fields by their names; `event`,
 * `payload` and `workflow` are there where the payload has no such field. Never throws: an evaluation error is data,
 * and stops the search, since the broken trigger might have been the first.
 */
export function matchEvent(
  compiled: CompiledTriggers,
  event: EventData,
  workflow: { readonly id: string; readonly name: string; readonly version: number },
): Match {
  const scope = triggerScope(event, workflow);
  // One budget for all: many triggers cost an event no more than one may.
  const budget = createBudget();
  for (const [index, { id, pattern, condition }] of compiled.triggers.entries()) {
    if (!fitsType(pattern, event.type)) continue;
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

function triggerScope(
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
