import type { Json, JsonObject } from "../../../definition/json.ts";
import { MAX_BYTES } from "../../../definition/limits.ts";
import { MomentError } from "../../../time-zone/moment-error.ts";
import { parseMoment } from "../../../time-zone/parse-moment.ts";
import { isTimeZone } from "../../../time-zone/zone.ts";
import { spend } from "../../budget.ts";
import { ExpressionError } from "../../expression-error.ts";
import { celToJson } from "../to-json.ts";
import type { Call } from "./template-function.ts";

/** The bytes that one item of a list or one key of a map counts against the budget. */
export const BYTES_OF_A_PLACE = 8;

export function spendSteps(call: Call, steps: number): void {
  spend(call.meter.budget, steps, 0, call.meter.expression);
}

/** Charges for a text before it is built. A text also costs steps, because writing it takes time. */
export function spendText(call: Call, length: number): void {
  if (length > MAX_BYTES) {
    throw new ExpressionError({
      code: "EXPRESSION_RESULT_TOO_LARGE",
      message: `${call.name} would make a text of more than ${MAX_BYTES} characters`,
      expression: call.meter.expression,
      hint: "Make a shorter one",
    });
  }
  spend(call.meter.budget, length >> 8, length, call.meter.expression);
}

/** Charges for a list or map of that many items before it is built. */
export function spendPlaces(call: Call, places: number): void {
  spend(call.meter.budget, places >> 1, places * BYTES_OF_A_PLACE, call.meter.expression);
}

/** Charges for work on every character of a text, which takes far longer than copying the text. */
export function spendReading(call: Call, length: number): void {
  spend(call.meter.budget, 1 + (length >> 4), 0, call.meter.expression);
}

export function fail(call: Call, message: string, hint: string): ExpressionError {
  return new ExpressionError({ code: "EXPRESSION_TYPE", message, expression: call.meter.expression, hint });
}

export function text(call: Call, value: unknown): string {
  if (typeof value === "string") return value;
  throw fail(call, `${call.name} needs a text, not ${kindOf(value)}`, textHint(value));
}

export function optionalText(call: Call, value: unknown, otherwise: string): string {
  return value === undefined ? otherwise : text(call, value);
}

export function number(call: Call, value: unknown): number {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const hint = typeof value === "string" ? "Turn the text into a number: parseNumber(…)" : MISSING_HINT;
  throw fail(call, `${call.name} needs a number, not ${kindOf(value)}`, hint);
}

/** An integer from `least` to `most`. */
export function integer(call: Call, value: unknown, least: number, most: number): number {
  const integral = number(call, value);
  if (Number.isInteger(integral) && integral >= least && integral <= most) return integral;
  throw fail(
    call,
    `${call.name} needs a whole number from ${least} to ${most}, not ${integral}`,
    "Round it, or bring it into the range",
  );
}

export function list(call: Call, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw fail(
    call,
    `${call.name} needs a list, not ${kindOf(value)}`,
    isMap(value) ? "Make a list of it: .values(), .keys() or .entries()" : MISSING_HINT,
  );
}

export function map(call: Call, value: unknown): Readonly<Record<string, unknown>> {
  if (isMap(value)) return value;
  throw fail(call, `${call.name} needs a map, not ${kindOf(value)}`, MISSING_HINT);
}

/** The value as JSON text; its cost is charged first. */
export function json(call: Call, value: unknown): Json {
  return celToJson(value, call.meter);
}

/** Milliseconds since the epoch of a text that `parseMoment` takes, or of a CEL timestamp. */
export function moment(call: Call, value: unknown, zone?: string): number {
  if (typeof value === "string") return guardMoment(call, () => parseMoment(value, zone));
  if (typeof value === "object" && value !== null && "toISOString" in value) {
    return (value as unknown as { getTime(): number }).getTime();
  }
  throw fail(
    call,
    `${call.name} needs a date and time, not ${kindOf(value)}`,
    typeof value === "number" || typeof value === "bigint"
      ? "Turn milliseconds into one: fromEpochMs(…)"
      : "Write a text such as 2026-03-29T02:30:00Z",
  );
}

export function timeZone(call: Call, value: unknown): string {
  if (value === undefined) return "UTC";
  const name = text(call, value);
  if (!isTimeZone(name)) guardMoment(call, () => parseMoment("2000-01-01", name));
  return name;
}

/** An error of dates and time zones as one of the expression. */
export function guardMoment<T>(call: Call, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof MomentError)) throw error;
    const { code, message, hint } = error;
    throw new ExpressionError({ code, message, expression: call.meter.expression, hint });
  }
}

const MISSING_HINT = "Check the value; for one that may be missing write a default: payload.?name.orValue(…)";

function textHint(value: unknown): string {
  if (Array.isArray(value)) return 'Make a text of the list: .join(", "), or toJson(…)';
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return "Turn it into a text: string(…)";
  return isMap(value) ? "Make a text of it: toJson(…)" : MISSING_HINT;
}

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (isMap(value)) return "a map";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  if (typeof value === "object") {
    if ("hasValue" in value) return "an optional value (end it with .orValue(…))";
    if ("toISOString" in value) return "a timestamp";
    if ("nanos" in value) return "a duration";
    return "a value of this type";
  }
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

/** A map of JSON: an object without a class of its own. */
export function isMap(value: unknown): value is JsonObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
