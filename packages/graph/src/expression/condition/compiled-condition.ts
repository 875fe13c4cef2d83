import type { Json } from "../../definition/json.ts";
import type { Budget } from "../budget.ts";
import type { ExpressionScope } from "../expression-scope.ts";
import type { Reference } from "../reference.ts";
import type { ConditionMode } from "./frame.ts";

/** A condition made ready to run. Holds no state: any number of executions may share it. */
export interface CompiledCondition {
  /** Whether it holds; an empty list is false, and what a template gives has to be true or false. Throws `ExpressionError`. */
  evaluate(scope: ExpressionScope, budget: Budget, mode: ConditionMode): boolean;
  /** Its value as JSON: NaN and infinite numbers are null. Throws `ExpressionError`. */
  value(scope: ExpressionScope, budget: Budget, mode: ConditionMode): Json;
  /** Every path that it is known to read; a `var` with a computed path counts as `steps` as a whole. */
  readonly references: readonly Reference[];
}
