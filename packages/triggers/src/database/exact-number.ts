/** A double keeps every decimal number of up to 15 digits. */
const EXACT_DIGITS = 15;

/**
 * The number that a text of Postgres stands for. A number that JavaScript cannot keep exactly, such as the bigint 9007199254740993 or
 * `NaN`, stays a text, because an event with a changed value would be worse than one with a text.
 */
export function exactNumber(text: string): number | string {
  const digits = text.replace(/e.*$/i, "").replace(/[-+.]/g, "").replace(/^0+/, "");
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return digits.length <= EXACT_DIGITS || String(value) === text ? value : text;
}

type SourceReviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

const keepExact: SourceReviver = (_key, value, context) =>
  typeof value === "number" && context?.source !== undefined ? exactNumber(context.source) : value;

/** Reads JSON text in which numbers may be larger than a double keeps. Node.js 20 does not tell how a number was written, and rounds it. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, keepExact as (key: string, value: unknown) => unknown);
}
