import type { Json, JsonObject } from "../../definition/json.ts";
import { checkDepth, toPrimitive } from "./coerce.ts";
import type { Frame } from "./frame.ts";
import { isList, spendSteps } from "./frame.ts";

/**
 * The operator `===`. Lists are equal if they have equal items in the same order, objects if they have the same keys with
 * equal values in any order. JavaScript compares both by identity instead, but a snapshot loses identity: the same condition
 * would change its result when a long execution continues as new. Definitions of interpreter version 1 keep the comparison
 * by identity (I8).
 */
export function strictEquals(frame: Frame, left: Json, right: Json): boolean {
  return frame.interpreterVersion < 2 ? left === right : sameValue(frame, left, right, 0);
}

/** JavaScript's `==`, with lists and objects as in `strictEquals`. A list equals a text that reads like it. */
export function looseEquals(frame: Frame, left: Json, right: Json): boolean {
  const areNested = isNested(left) && isNested(right);
  if (areNested) return strictEquals(frame, left, right);
  if (left === right) return true;
  if (left === null || right === null) return false;
  // eslint-disable-next-line eqeqeq
  return toPrimitive(frame, left) == toPrimitive(frame, right);
}

/** Does not stop early if both are the same object, because the cost must be the same after a snapshot, which copies objects. */
function sameValue(frame: Frame, left: Json, right: Json, depth: number): boolean {
  if (!isNested(left) || !isNested(right)) {
    if (typeof left === "string" && typeof right === "string" && left.length === right.length)
      spendSteps(frame, left.length >> 8);
    return left === right;
  }
  checkDepth(frame, depth);
  if (isList(left) !== isList(right)) return false;
  return isList(left)
    ? sameItems(frame, left, right as readonly Json[], depth)
    : sameFields(frame, left as JsonObject, right as JsonObject, depth);
}

function sameItems(frame: Frame, left: readonly Json[], right: readonly Json[], depth: number): boolean {
  if (left.length !== right.length) return false;
  spendSteps(frame, 1 + (left.length >> 2));
  return left.every((item, index) => sameValue(frame, item, right[index] as Json, depth + 1));
}

function sameFields(frame: Frame, left: JsonObject, right: JsonObject, depth: number): boolean {
  const keys = Object.keys(left);
  spendSteps(frame, 1 + (keys.length >> 2));
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && sameValue(frame, left[key] as Json, right[key] as Json, depth + 1),
  );
}

function isNested(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === "object" && value !== null;
}
