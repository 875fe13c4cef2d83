import { isObject, type Json } from "../../definition/json.ts";
import { MAX_DEPTH } from "../../definition/limits.ts";
import { ExpressionError } from "../expression-error.ts";
import type { Frame } from "./frame.ts";
import { BYTES_OF_A_PLACE, isList, spendBytes, spendSteps } from "./frame.ts";

export type Primitive = null | boolean | number | string;

/** Whether a value counts as true in JSONLogic: as in JavaScript, except that an empty list is false. */
export function truthy(value: Json): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}

/**
 * Converts a value to the primitive that JavaScript's operators would use. JavaScript's own conversion cannot be used: it
 * converts a list without counting against the budget and calls an object's own `toString` field.
 */
export function toPrimitive(frame: Frame, value: Json): Primitive {
  return typeof value === "object" && value !== null ? listText(frame, value, 0) : value;
}

/** `String(value)`. */
export function toText(frame: Frame, value: Json): string {
  return String(toPrimitive(frame, value));
}

/** `[value].join()`: as `String(value)`, but null is empty. */
export function toJoined(frame: Frame, value: Json): string {
  return value === null ? "" : toText(frame, value);
}

function listText(frame: Frame, value: Json, depth: number): string {
  if (!isList(value)) return isObject(value) ? "[object Object]" : value === null ? "" : String(value);
  checkDepth(frame, depth);
  // A list can contain the same list several times, so its text can be far larger than its size in memory.
  spendSteps(frame, 1 + value.length);
  let text = "";
  for (let index = 0; index < value.length; index++) {
    const part = listText(frame, value[index] as Json, depth + 1);
    spendBytes(frame, part.length + 1);
    text += index === 0 ? part : `,${part}`;
  }
  return text;
}

/** The result as JSON: no NaN or Infinity (null), no -0, not too deep, within the budget. */
export function toJsonResult(frame: Frame, value: Json, depth = 0): Json {
  if (typeof value === "number") return Number.isFinite(value) ? (value === 0 ? 0 : value) : null;
  if (typeof value === "string") return (spendBytes(frame, value.length), value);
  if (typeof value !== "object" || value === null) return value;
  checkDepth(frame, depth);
  if (isList(value)) {
    spendBytes(frame, value.length * BYTES_OF_A_PLACE);
    let copy: Json[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const item = value[index] as Json;
      const json = toJsonResult(frame, item, depth + 1);
      if (!Object.is(json, item)) (copy ??= [...value])[index] = json;
    }
    return copy ?? value;
  }
  let changed = false;
  const entries = Object.entries(value as Record<string, Json>).map(([key, item]): [string, Json] => {
    spendBytes(frame, BYTES_OF_A_PLACE + key.length);
    const json = toJsonResult(frame, item, depth + 1);
    changed ||= !Object.is(json, item);
    return [key, json];
  });
  return changed ? Object.fromEntries(entries) : value;
}

/** Throws `EXPRESSION_RESULT_TOO_LARGE` beyond the depth that a value may have. */
export function checkDepth(frame: Frame, depth: number): void {
  if (depth <= MAX_DEPTH) return;
  throw new ExpressionError({
    code: "EXPRESSION_RESULT_TOO_LARGE",
    message: `A value is nested more than ${MAX_DEPTH} levels deep`,
    expression: frame.expression,
    hint: "Build a flatter value",
  });
}
