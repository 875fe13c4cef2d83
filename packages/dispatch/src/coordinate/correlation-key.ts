import type { CorrelationKey } from "@tempograph/db";
import type { Json } from "@tempograph/graph";

/** Longer ones do not fit an index. */
const MAX_LENGTH = 200;

/**
 * The field and value that a condition compares, by which an index finds the wait of an event; null where there is none:
 * `{ "and": [{ "==": [{ "var": "order.id" }, "A-1"] }, …] }` gives `order.id` and `s:A-1`. Where it does not hold, the
 * condition does not; where it does, the condition is asked. So one of 10,000 waits for an event is found by an index.
 */
export function correlationKeyOf(match: Json): CorrelationKey | null {
  const [operator, args] = operation(match);
  if (operator === "and" && Array.isArray(args)) {
    for (const part of args as readonly Json[]) {
      const found = correlationKeyOf(part);
      if (found !== null) return found;
    }
    return null;
  }
  if ((operator !== "==" && operator !== "===") || !Array.isArray(args) || args.length !== 2) return null;
  const [left, right] = args as unknown as readonly [Json, Json];
  return comparison(left, right) ?? comparison(right, left);
}

/**
 * Equal for all values that JSONLogic's `==` holds equal (1, "1", "1.0", true), and perhaps for more. Null: not to be
 * looked up by.
 */
export function canonicalText(value: Json): string | null {
  if (typeof value === "string") {
    const number = Number(value);
    return Number.isNaN(number) ? `s:${value}` : `n:${number + 0}`;
  }
  if (typeof value === "number" || typeof value === "boolean") return `n:${Number(value) + 0}`;
  return null;
}

function comparison(variable: Json, literal: Json): CorrelationKey | null {
  const [operator, args] = operation(variable);
  if (operator !== "var") return null;
  const path = Array.isArray(args) && args.length === 1 ? (args[0] as Json) : args;
  // `workflow` is the waiting one's: another value for each wait.
  if (typeof path !== "string" || path === "" || /^workflow(\.|$)/.test(path) || path.length > MAX_LENGTH) return null;
  const value = canonicalText(literal);
  return value === null || value.length > MAX_LENGTH ? null : { path, value };
}

function operation(rule: Json): readonly [string, Json] | readonly [] {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return [];
  const entries = Object.entries(rule);
  return entries.length === 1 ? (entries[0] as [string, Json]) : [];
}
