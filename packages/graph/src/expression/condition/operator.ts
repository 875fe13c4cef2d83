import type { Json } from "../../definition/json.ts";
import type { Evaluate, Frame } from "./frame.ts";

/**
 * A JSONLogic operator: the number of its arguments and how its result is computed. `apply` gets the values of the
 * arguments; `compile` gets the compiled arguments, for operators such as `if` that do not evaluate all of them.
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
