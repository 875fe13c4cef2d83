import type { Json, JsonObject } from "../../definition/json.ts";
import type { Budget } from "../budget.ts";
import { budgetExceeded } from "../budget.ts";
import type { ExpressionScope } from "../expression-scope.ts";

/** `trigger`: the payload's own names win at the first path segment; `execution`: the reserved names win (rule 10). */
export type ConditionMode = "trigger" | "execution";

/** What one evaluation carries from operator to operator. */
export interface Frame {
  readonly scope: ExpressionScope;
  readonly mode: ConditionMode;
  readonly budget: Budget;
  readonly expression: string;
  /** Whose meaning the operators have. */
  readonly interpreterVersion: number;
  /** What `var` reads: the scope, or the element that an operator such as `map` is at. */
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

/** What one place in a list, or one key of an object, counts in bytes. */
export const BYTES_OF_A_PLACE = 8;

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
