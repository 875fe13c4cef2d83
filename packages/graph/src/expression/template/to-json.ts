import type { Json } from "../../definition/json.ts";
import { MAX_BYTES, MAX_DEPTH } from "../../definition/limits.ts";
import { utf8Size } from "../../definition/json-size.ts";
import { spend } from "../budget.ts";
import { ExpressionError } from "../expression-error.ts";
import type { Meter } from "./meter.ts";

/** Bytes of the result of one expression. */
export const MAX_RESULT_BYTES = MAX_BYTES;

/**
 * A CEL value as JSON: integers become numbers (beyond ±2^53 an error, never another number), times RFC 3339 texts,
 * durations seconds such as `"90s"`, -0 is 0. What has no JSON form is an error: NaN, infinity, types, bytes.
 * What is JSON already is passed on without a copy. Throws `EXPRESSION_TYPE`, `EXPRESSION_RESULT_TOO_LARGE`.
 */
export function celToJson(value: unknown, meter: Meter): Json {
  return convert(value, meter, { bytes: 0 }, 0);
}

function convert(value: unknown, meter: Meter, size: { bytes: number }, depth: number): Json {
  switch (typeof value) {
    case "string":
      return (grow(meter, size, 2 + utf8Size(value)), value);
    case "boolean":
      return (grow(meter, size, 4), value);
    case "number":
      if (!Number.isFinite(value))
        throw typeError(meter, `The result is ${value}, which JSON cannot say`, "Check for a division by zero");
      return (grow(meter, size, 8), value === 0 ? 0 : value);
    case "bigint":
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
        throw typeError(
          meter,
          `The integer ${value} is beyond ±2^53, where JSON's numbers lose digits`,
          "Turn it into a text: string(…)",
        );
      }
      return (grow(meter, size, 8), Number(value));
    case "object":
      if (value === null) return (grow(meter, size, 4), null);
      return convertObject(value, meter, size, depth);
    default:
      throw typeError(
        meter,
        `The result is a ${typeof value}, which is no JSON`,
        "Give a text, number, boolean, list or map",
      );
  }
}

function convertObject(value: object, meter: Meter, size: { bytes: number }, depth: number): Json {
  if (depth > MAX_DEPTH) throw tooLarge(meter, `The result is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) {
    grow(meter, size, 2 + value.length);
    let copy: Json[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const json = convert(value[index], meter, size, depth + 1);
      if (copy === undefined && !Object.is(json, value[index])) copy = value.slice(0, index) as Json[];
      copy?.push(json);
    }
    return copy ?? (value as Json[]);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return convertMap(value as Record<string, unknown>, meter, size, depth);
  // By shape: what makes times may come from another realm, and the clock's class is not ours to name.
  if ("toISOString" in value) return convert((value as { toISOString(): string }).toISOString(), meter, size, depth);
  if (isDuration(value)) return convert(durationText(value), meter, size, depth);
  const number: unknown = value.valueOf();
  if (typeof number === "bigint") return convert(number, meter, size, depth);
  throw typeError(
    meter,
    "The result is a type, bytes or another value that is no JSON",
    "Give a text, number, boolean, list or map",
  );
}

function convertMap(value: Record<string, unknown>, meter: Meter, size: { bytes: number }, depth: number): Json {
  let changed = false;
  const entries: [string, Json][] = [];
  grow(meter, size, 2);
  for (const key of Object.keys(value)) {
    grow(meter, size, 4 + utf8Size(key));
    const json = convert(value[key], meter, size, depth + 1);
    changed ||= !Object.is(json, value[key]);
    entries.push([key, json]);
  }
  return changed ? Object.fromEntries(entries) : (value as Record<string, Json>);
}

/** The library's own class, known by its shape. */
interface CelDuration {
  readonly seconds: bigint;
  readonly nanos: number;
}

function isDuration(value: object): value is CelDuration {
  return "seconds" in value && "nanos" in value && typeof value.seconds === "bigint";
}

function durationText({ seconds, nanos }: CelDuration): string {
  const total = seconds * 1_000_000_000n + BigInt(nanos);
  const positive = total < 0n ? -total : total;
  const fraction = String(positive % 1_000_000_000n)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${total < 0n ? "-" : ""}${positive / 1_000_000_000n}${fraction === "" ? "" : `.${fraction}`}s`;
}

function grow(meter: Meter, size: { bytes: number }, bytes: number): void {
  spend(meter.budget, 0, bytes, meter.expression);
  size.bytes += bytes;
  if (size.bytes > MAX_RESULT_BYTES) throw tooLarge(meter, `The result is larger than ${MAX_RESULT_BYTES} bytes`);
}

function tooLarge(meter: Meter, message: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_RESULT_TOO_LARGE",
    message,
    expression: meter.expression,
    hint: "Give a smaller or flatter value",
  });
}

function typeError(meter: Meter, message: string, hint: string): ExpressionError {
  return new ExpressionError({ code: "EXPRESSION_TYPE", message, expression: meter.expression, hint });
}
