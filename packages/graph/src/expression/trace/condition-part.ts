import type { Json } from "../../definition/json.ts";

/**
 * A part of a condition, as it was evaluated for one event. `all` (`and`, `&&`), `any` (`or`, `||`) and `not` consist of parts;
 * everything else is a `test`, for example `score > 80` with the operands `score` (72) and `80`.
 */
export interface ConditionPart {
  readonly kind: "all" | "any" | "not" | "test";
  readonly text: string;
  /** Null: it could not be evaluated. */
  readonly holds: boolean | null;
  /** Why it could not be evaluated. */
  readonly problem: string | null;
  readonly parts: readonly ConditionPart[];
  /** Of a test: what it compares with, such as `>`. Null: it is no comparison. */
  readonly operator: string | null;
  readonly operands: readonly ConditionOperand[];
}

/** One side of a comparison, with its actual value. */
export interface ConditionOperand {
  readonly text: string;
  /** Null also where there is nothing at the path, or where it could not be evaluated. A long value is cut, and then a text. */
  readonly value: Json;
  readonly isConstant: boolean;
}

/** A condition taken apart, before it is evaluated. */
export interface SplitCondition {
  readonly kind: ConditionPart["kind"];
  readonly text: string;
  readonly parts: readonly SplitCondition[];
  readonly operator: string | null;
  readonly operands: readonly SplitOperand[];
  /** As compiled by `compileCondition`: a JSONLogic rule, or a template in braces. */
  readonly condition: Json;
}

export interface SplitOperand {
  readonly text: string;
  readonly condition: Json;
  readonly isConstant: boolean;
}

/** The texts of parts and operands are cut after so many characters. */
const MAX_PART_TEXT = 200;

export function cut(text: string, most: number = MAX_PART_TEXT): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
