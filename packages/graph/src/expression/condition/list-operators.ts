import type { Json } from "../../definition/json.ts";
import { truthy } from "./coerce.ts";
import type { Evaluate, Frame } from "./frame.ts";
import { BYTES_OF_A_PLACE, isList, spendBytes, spendSteps } from "./frame.ts";
import type { Operator, OperatorTable } from "./operator.ts";

/** Operators that evaluate a rule on each element of a list; inside it `var` reads the element and nothing else. */
export const listOperators: OperatorTable = {
  map: overElements((frame, items, rule) => {
    spendBytes(frame, items.length * BYTES_OF_A_PLACE);
    return items.map((item) => on(frame, item, rule));
  }, noItems),
  filter: overElements((frame, items, rule) => {
    spendBytes(frame, items.length * BYTES_OF_A_PLACE);
    return items.filter((item) => truthy(on(frame, item, rule)));
  }, noItems),
  all: overElements(
    (frame, items, rule) => items.length > 0 && items.every((item) => truthy(on(frame, item, rule))),
    () => false,
  ),
  none: overElements(
    (frame, items, rule) => !items.some((item) => truthy(on(frame, item, rule))),
    () => true,
  ),
  some: overElements(
    (frame, items, rule) => items.some((item) => truthy(on(frame, item, rule))),
    () => false,
  ),
  reduce: {
    least: 2,
    most: 3,
    overElements: true,
    compile:
      ([list, rule, initial]) =>
      (frame) => {
        const items = (list as Evaluate)(frame);
        let accumulator = initial === undefined ? null : initial(frame);
        if (!isList(items)) return accumulator;
        for (const current of items) accumulator = on(frame, { current, accumulator }, rule as Evaluate);
        return accumulator;
      },
  },
};

/** A list of its own for each use: by the rules of interpreter version 1 a list equals only itself. */
function noItems(): readonly Json[] {
  return [];
}

function overElements(
  run: (frame: Frame, items: readonly Json[], rule: Evaluate) => Json,
  ofNoList: () => Json,
): Operator {
  return {
    least: 2,
    most: 2,
    overElements: true,
    compile:
      ([list, rule]) =>
      (frame) => {
        const items = (list as Evaluate)(frame);
        return isList(items) ? run(frame, items, rule as Evaluate) : ofNoList();
      },
  };
}

function on(frame: Frame, data: Json, rule: Evaluate): Json {
  spendSteps(frame, 1);
  const outer = frame.inner;
  frame.inner = { data };
  const value = rule(frame);
  // No `finally` is needed: an error ends the whole evaluation, and the frame is not used again.
  frame.inner = outer;
  return value;
}
