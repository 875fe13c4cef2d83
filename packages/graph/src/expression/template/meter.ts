import type { Budget } from "../budget.ts";
import type { ExpressionScope } from "../expression-scope.ts";

/** The budget of the current evaluation. Evaluation is synchronous and never nested, so one meter for each template is enough. */
export interface Meter {
  budget: Budget;
  /** The scope that `now()` and `uuid()` read. */
  scope: ExpressionScope | undefined;
  readonly expression: string;
  /** The interpreter version whose rules the functions follow. */
  readonly interpreterVersion: number;
}
