import { ExpressionError } from "./expression-error.ts";

/** Operator visits of the expressions of one node: some ten milliseconds of work. */
export const DEFAULT_BUDGET_STEPS = 100_000;
/** Bytes that its expressions may build, intermediate results included. */
export const DEFAULT_BUDGET_BYTES = 16 * 1024 * 1024;

/**
 * The remaining budget, which evaluation counts down (rule 10). Each node that fires gets one for all its expressions.
 * Compiling is never counted, so that a cached program costs the same as a fresh one.
 */
export interface Budget {
  steps: number;
  bytes: number;
  /** Why the budget is exceeded. */
  exceeded?: ExpressionError;
  /** How many ids `uuid()` has returned so far; absent means none. */
  ids?: number;
}

export function createBudget(options: { readonly steps?: number; readonly bytes?: number } = {}): Budget {
  return { steps: options.steps ?? DEFAULT_BUDGET_STEPS, bytes: options.bytes ?? DEFAULT_BUDGET_BYTES };
}

/** Throws `EXPRESSION_BUDGET` once the budget is exceeded. */
export function spend(budget: Budget, steps: number, bytes: number, expression: string): void {
  budget.steps -= steps;
  budget.bytes -= bytes;
  if (budget.steps < 0 || budget.bytes < 0) throw budgetExceeded(budget, expression);
}

/**
 * The error of an exceeded budget, the same one each time. `exists` and `all` of CEL go on with the next item after an error; making an
 * error takes a hundred times as long as throwing one, and a list of 100,000 items would take a second to end.
 */
export function budgetExceeded(budget: Budget, expression: string): ExpressionError {
  return (budget.exceeded ??= newBudgetError(budget, expression));
}

function newBudgetError(budget: Budget, expression: string): ExpressionError {
  return budget.steps < 0
    ? new ExpressionError({
        code: "EXPRESSION_BUDGET",
        message: "The expression takes more steps than the expressions of a node may take together",
        expression,
        hint: "Work on fewer items: filter or slice the list first, or move the work into a node",
      })
    : new ExpressionError({
        code: "EXPRESSION_BUDGET",
        message: "The expression builds more text, lists and maps than the expressions of a node may build together",
        expression,
        hint: "Build less (intermediate results count too), or move the work into a node",
      });
}
