import { INTERPRETER_VERSION } from "../definition/definition.ts";
import type { EventData } from "../definition/graph.ts";
import { isObject, type Json } from "../definition/json.ts";
import { MAX_TRIGGERS } from "../definition/limits.ts";
import { createBudget, DEFAULT_BUDGET_BYTES, DEFAULT_BUDGET_STEPS } from "../expression/budget.ts";
import type { Frame } from "../expression/condition/frame.ts";
import { lookUp } from "../expression/condition/lookup.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { triggerScope } from "../expression/trigger-scope.ts";
import type { ReadGuarded } from "./guarded-owners.ts";

/**
 * A part of what one condition may use up: all triggers of a workflow share a budget, and what is computed here has to be within what is
 * left of it for each of them.
 */
const PART = 2 * MAX_TRIGGERS;

/** Reads as the condition of a trigger does. Guards never name the workflow. */
export function readGuarded(event: EventData): ReadGuarded {
  const scope = triggerScope(event, { id: "", name: "", version: 0 });
  const frame: Frame = {
    ...{ scope, mode: "trigger", budget: createBudget(), expression: "" },
    ...{ interpreterVersion: INTERPRETER_VERSION, inner: undefined },
  };
  return (guarded) => {
    switch (guarded.reads) {
      case "logic":
        return lookUp(frame, guarded.path);
      case "formula":
        return fieldOf(scope.root(guarded.path[0]!), guarded.path);
      case "rule":
        return computed((budget) => guarded.compiled.value(scope, budget, "trigger"));
      case "condition":
        return computed((budget) => guarded.compiled.evaluate(scope, budget, "trigger"));
    }
  };
}

/** Undefined if it fails or costs much: the conditions themselves say then what is wrong. */
function computed(compute: (budget: ReturnType<typeof createBudget>) => Json): Json | undefined {
  try {
    return compute(createBudget({ steps: DEFAULT_BUDGET_STEPS / PART, bytes: DEFAULT_BUDGET_BYTES / PART }));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** The value that a formula reads; undefined also where it would be an error. */
function fieldOf(root: Json | undefined, [, ...fields]: readonly string[]): Json | undefined {
  let value = root;
  for (const field of fields) {
    if (!isObject(value) || !Object.hasOwn(value, field)) return undefined;
    value = value[field];
  }
  return value;
}
