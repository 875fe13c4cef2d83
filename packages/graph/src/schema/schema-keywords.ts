import { format } from "@cfworker/json-schema";
import { canonicalJson } from "../definition/canonical-json.ts";
import type { Json } from "../definition/json.ts";
import type { Visit } from "./schema-visit.ts";

export function checkNumber(visit: Visit, value: number): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = visit.schema as {
    readonly [keyword: string]: number | undefined;
  };
  if (minimum !== undefined && value < minimum) visit.fail("minimum", `${value} is less than ${minimum}.`);
  if (maximum !== undefined && value > maximum) visit.fail("maximum", `${value} is greater than ${maximum}.`);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    visit.fail("exclusiveMinimum", `${value} is less than ${exclusiveMinimum}.`);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    visit.fail("exclusiveMaximum", `${value} is greater than or equal to ${exclusiveMaximum}.`);
  if (multipleOf !== undefined && !isMultipleOf(value, multipleOf))
    visit.fail("multipleOf", `${value} is not a multiple of ${multipleOf}.`);
}

/** Compares decimal digits: as doubles, 0.3 is no multiple of 0.1. */
function isMultipleOf(value: number, divisor: number): boolean {
  if (!(divisor > 0)) return false;
  const [digits, exponent] = decimal(value);
  const [divisorDigits, divisorExponent] = decimal(divisor);
  const shift = exponent - divisorExponent;
  return shift >= 0
    ? (digits * 10n ** BigInt(shift)) % divisorDigits === 0n
    : digits % (divisorDigits * 10n ** BigInt(-shift)) === 0n;
}

function decimal(value: number): readonly [digits: bigint, exponent: number] {
  const [coefficient = "0", exponent = "0"] = Math.abs(value).toString().split("e");
  const point = coefficient.indexOf(".");
  const decimals = point === -1 ? 0 : coefficient.length - point - 1;
  return [BigInt(coefficient.replace(".", "")), Number(exponent) - decimals];
}

export function checkUnique(visit: Visit, items: readonly Json[]): void {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = canonicalJson(item);
    const before = seen.get(key);
    if (before !== undefined) {
      visit.fail("uniqueItems", `Duplicate items at indexes ${before} and ${index}.`);
      return;
    }
    seen.set(key, index);
  }
}

/** `url` of the library takes exponential time on some texts; every other format is linear. Unknown formats are annotations. */
export function hasFormat(name: string, text: string): boolean {
  const known = name === "url" ? "uri" : name;
  return !Object.hasOwn(format, known) || format[known]!(text);
}

export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

export function isOfType(value: Json, type: Json): boolean {
  return type === "integer" ? Number.isInteger(value) : typeName(value) === type;
}
