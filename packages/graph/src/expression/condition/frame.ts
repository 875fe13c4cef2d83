import type { Json } from "../../definition/json.ts";
import type { Budget } from "../budget.ts";
import { budgetExceeded } from "../budget.ts";
import type { ExpressionScope } from "../expression-scope.ts";

/** `trigger`: the payload's own names win at the first path segment; `execution`: the reserved names win (rule 10). */
export type ConditionMode = "trigger" | "execution";

/** The state of one evaluation, passed from operator to operator. */
export interface Frame {
  readonly scope: ExpressionScope;
  readonly mode: ConditionMode;
  readonly budget: Budget;
  readonly expression: string;
  /** The interpreter version whose rules the operators follow. */
  readonly interpreterVersion: number;
  /** The value that `var` reads from: the scope, or the current element of an operator such as `map`. */
  inner: { readonly data: Json } | undefined;
}

/** A compiled rule, or a part of one. */
export type Evaluate = (frame: Frame) => Json;

export function spendSteps(frame: Frame, steps: number): void {
  if ((frame.budget.steps -= steps) < 0) throw budgetExceeded(frame.budget, frame.expression);
}

export function spendBytes(frame: Frame, bytes: number): void {
  if ((frame.budget.bytes -= bytes) < 0) throw budgetExceeded(frame.budget, frame.expression);
}

/** The bytes that one item of a list or one key of an object counts against the budget. */
export const BYTES_OF_A_PLACE = 8;

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
