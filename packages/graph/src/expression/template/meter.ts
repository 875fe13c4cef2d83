import type { Budget } from "../budget.ts";
import type { ExpressionScope } from "../expression-scope.ts";

/** What the evaluation under way may still spend. Evaluation is synchronous and never nested, so one template needs one. */
export interface Meter {
  budget: Budget;
  /** What `now()` and `uuid()` ask. */
  scope: ExpressionScope | undefined;
  readonly expression: string;
  /** Whose meaning the functions have. */
  readonly interpreterVersion: number;
}
