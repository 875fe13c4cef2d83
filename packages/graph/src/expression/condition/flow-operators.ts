import type { Json } from "../../definition/json.ts";
import { truthy } from "./coerce.ts";
import type { Evaluate } from "./frame.ts";
import type { Operator, OperatorTable } from "./operator.ts";

const conditional: Operator = {
  least: 0,
  most: Number.POSITIVE_INFINITY,
  compile: (parts) => (frame) => {
    let index = 0;
    for (; index < parts.length - 1; index += 2) {
      if (truthy((parts[index] as Evaluate)(frame))) return (parts[index + 1] as Evaluate)(frame);
    }
    return index < parts.length ? (parts[index] as Evaluate)(frame) : null;
  },
};

/** Operators that evaluate only what they need. */
export const flowOperators: OperatorTable = {
  if: conditional,
  "?:": conditional,
  and: { least: 1, most: Number.POSITIVE_INFINITY, compile: (parts) => firstThat(parts, false) },
  or: { least: 1, most: Number.POSITIVE_INFINITY, compile: (parts) => firstThat(parts, true) },
};

/** The first value that is (not) true, else the last one. */
function firstThat(parts: readonly Evaluate[], wanted: boolean): Evaluate {
  return (frame) => {
    let value: Json = null;
    for (let index = 0; index < parts.length; index++) {
      value = (parts[index] as Evaluate)(frame);
      if (truthy(value) === wanted) return value;
    }
    return value;
  };
}
