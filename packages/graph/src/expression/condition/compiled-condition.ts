import type { Json } from "../../definition/json.ts";
import type { Budget } from "../budget.ts";
import type { ExpressionScope } from "../expression-scope.ts";
import type { Reference } from "../reference.ts";
import type { ConditionMode } from "./frame.ts";

/** A compiled condition. It has no state, so any number of executions may share it. */
export interface CompiledCondition {
  /** Whether the condition holds. An empty list counts as false; a template must give true or false. Throws `ExpressionError`. */
  evaluate(scope: ExpressionScope, budget: Budget, mode: ConditionMode): boolean;
  /** Its value as JSON: NaN and infinite numbers are null. Throws `ExpressionError`. */
  value(scope: ExpressionScope, budget: Budget, mode: ConditionMode): Json;
  /** Every path that the condition may read; a `var` with a computed path counts as a read of all `steps`. */
  readonly references: readonly Reference[];
}
