import { ExpressionError } from "./expression-error.ts";

/** Operator visits of the expressions of one node: some ten milliseconds of work. */
export const DEFAULT_BUDGET_STEPS = 100_000;
/** Bytes that its expressions may build, intermediate results included. */
export const DEFAULT_BUDGET_BYTES = 16 * 1024 * 1024;

/**
 * What is left to spend; evaluation counts it down (rule 10). One for each node that fires, shared by its expressions.
 * Compiling is never counted, so that a cached Program costs the same as a fresh one.
 */
export interface Budget {
  steps: number;
  bytes: number;
}

export function createBudget(options: { readonly steps?: number; readonly bytes?: number } = {}): Budget {
  return { steps: options.steps ?? DEFAULT_BUDGET_STEPS, bytes: options.bytes ?? DEFAULT_BUDGET_BYTES };
}

/** Throws `EXPRESSION_BUDGET` once more was taken than there was. */
export function spend(budget: Budget, steps: number, bytes: number, expression: string): void {
  budget.steps -= steps;
  budget.bytes -= bytes;
  if (budget.steps < 0 || budget.bytes < 0) throw budgetExceeded(expression);
}

export function budgetExceeded(expression: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_BUDGET",
    message: "The expression takes more steps, or builds more text, than an expression may",
    expression,
    cure: "Work on fewer items, or move the work into a node",
  });
}
