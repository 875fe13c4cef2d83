import type { CorrelationKey } from "@tempograph/db";
import type { Json } from "@tempograph/graph";

/** The most characters of a path or value. A longer one does not fit into the index. */
const MAX_LENGTH = 200;

/**
 * The field and value that a condition compares, or null if it compares none:
 * `{ "and": [{ "==": [{ "var": "order.id" }, "A-1"] }, …] }` gives `order.id` and `s:A-1`. An event whose field has another
 * value cannot fulfil the condition; for one with this value the whole condition is evaluated. With the key, an index finds
 * the one wait among 10,000 that an event may end.
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
 * A text that is equal for all values which JSONLogic's `==` takes as equal (1, "1", "1.0", true), and may be equal for others.
 * Null if the value cannot be looked up (a list, a map or null).
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
  // `workflow` is the workflow of the execution that waits, so its value does not come from the event.
  if (typeof path !== "string" || path === "" || /^workflow(\.|$)/.test(path) || path.length > MAX_LENGTH) return null;
  const value = canonicalText(literal);
  return value === null || value.length > MAX_LENGTH ? null : { path, value };
}

function operation(rule: Json): readonly [string, Json] | readonly [] {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return [];
  const entries = Object.entries(rule);
  return entries.length === 1 ? (entries[0] as [string, Json]) : [];
}
