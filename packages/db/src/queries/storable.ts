/** Postgres' text holds no `\u0000` and refuses the whole statement: such an id or filter simply matches nothing. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000");
}

/** Whether each string among a filter's values can match anything at all. */
export function canMatch(filter: object): boolean {
  return Object.values(filter).every((value) => typeof value !== "string" || isStorable(value));
}

/** What jsonb refuses: U+0000 and lone surrogates, as JSON.stringify escapes them. */
const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * JSON text that Postgres takes as jsonb. History can hold what the edge refuses (a message from a server outside, say);
 * such characters become U+FFFD, because a row that cannot be written would stop the mirror for ever.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!UNSTORABLE.test(text)) return text;
  return JSON.stringify(value, (_key, inner: unknown) => replaced(inner));
}

function replaced(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.every((key) => storableText(key) === key)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), inner]));
}

function storableText(text: string): string {
  return text.replace(/[\p{Surrogate}\u0000]/gu, "\uFFFD");
}
