import { isObject, type Json } from "@tempograph/graph";
import type { Doc } from "./doc.ts";
import { literal } from "./literal.ts";

export const logic = (rule: Json): Doc => ["() => logic(", literal(rule), ")"];

/** `() => ({ … })` needs its brackets. */
export function giving(value: Json): Doc {
  return isObject(value) ? ["() => (", literal(value), ")"] : ["() => ", literal(value)];
}

export function hasOnly(data: object, ...keys: readonly string[]): boolean {
  return Object.keys(data).every((key) => keys.includes(key));
}
