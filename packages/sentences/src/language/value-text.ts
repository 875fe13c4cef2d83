import { isObject, type Json } from "@tempograph/graph";
import type { Field } from "./field.ts";

/** A value as it stands in a sentence. What has no words of its own is written as JSON. */
export function valueText(value: Json, { type, options }: Field): string {
  if (typeof value === "string") {
    if (type === "name" && isPlainName(value)) return value;
    if (type === "choice" && options?.includes(value) === true && isPlainName(value)) return value;
    if (type === "duration" && COMPACT_DURATION.test(value)) return value;
  }
  if (type === "duration" && typeof value === "number") return durationWords(value);
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

const COMPACT_DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+$/;
const PLAIN_NAME = /^[\p{L}_*](?:[\p{L}\p{N}_.*/@-]*[\p{L}\p{N}_*/@-])?$/u;
/** Words that are values by themselves. */
export const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Whether a text can stand without quotation marks. */
export function isPlainName(text: string): boolean {
  return PLAIN_NAME.test(text) && !LITERALS.has(text.toLowerCase());
}

/** The id of a node, as other sentences refer to it. */
export function idText(id: string): string {
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(id) ? id : JSON.stringify(id);
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** Milliseconds in the greatest unit that they are a whole number of: 90,000 are 90 seconds. */
function durationWords(ms: number): string {
  if (!Number.isInteger(ms) || ms < 0) return JSON.stringify(ms);
  const [unit, length] = UNITS.find(([, size]) => ms > 0 && ms % size === 0) ?? ["millisecond", 1];
  const count = ms / length;
  return `${JSON.stringify(count)} ${unit}${count === 1 ? "" : "s"}`;
}

/** Whether the values are written one by one, `total to 3 and name to "a"`. */
export function isVariables(value: Json | undefined): value is { readonly [name: string]: Json } {
  return isObject(value) && Object.keys(value).length > 0;
}
