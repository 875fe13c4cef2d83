import type { Json } from "../../definition/json.ts";
import type { Evaluate, Frame } from "./frame.ts";

/**
 * What a JSONLogic operator is: how many arguments it takes, and what it makes of them.
 * `apply` gets values; `compile` gets its arguments compiled, for operators that decide what is evaluated at all.
 */
export interface Operator {
  readonly least: number;
  readonly most: number;
  readonly apply?: (frame: Frame, values: Json[]) => Json;
  readonly compile?: (parts: readonly Evaluate[]) => Evaluate;
  /** The second argument is evaluated on each element of the first. */
  readonly overElements?: true;
}

export type OperatorTable = Readonly<Record<string, Operator>>;
