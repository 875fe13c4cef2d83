import type { Json } from "../../definition/json.ts";
import { toText } from "./coerce.ts";
import type { Frame } from "./frame.ts";
import { BYTES_OF_A_PLACE, isList, spendBytes, spendSteps } from "./frame.ts";
import { lookUpText, wholeData } from "./lookup.ts";
import type { OperatorTable } from "./operator.ts";

/** Operators that read the data at paths. A `var` whose path is written out is compiled apart, see `compile-condition.ts`. */
export const dataOperators: OperatorTable = {
  var: { least: 0, most: 2, apply: (frame, [path, otherwise]) => read(frame, path ?? null, otherwise ?? null) },
  missing: {
    least: 0,
    most: Number.POSITIVE_INFINITY,
    apply: (frame, values) => missing(frame, isList(values[0]) ? values[0] : values),
  },
  missing_some: {
    least: 2,
    most: 2,
    apply: (frame, [needed, options]) => {
      const keys = isList(options) ? options : [options as Json];
      const absent = missing(frame, keys);
      return keys.length - absent.length >= (needed as number) ? [] : absent;
    },
  },
};

function read(frame: Frame, path: Json, otherwise: Json): Json {
  if (path === null || path === "") return wholeData(frame);
  const value = lookUpText(frame, toText(frame, path));
  return value === undefined ? otherwise : value;
}

/** The keys at which there is nothing, null or an empty text. */
function missing(frame: Frame, keys: readonly Json[]): Json[] {
  spendSteps(frame, keys.length);
  spendBytes(frame, keys.length * BYTES_OF_A_PLACE);
  return keys.filter((key) => {
    const value = isList(key) ? read(frame, key[0] ?? null, key[1] ?? null) : read(frame, key, null);
    return value === null || value === "";
  });
}
