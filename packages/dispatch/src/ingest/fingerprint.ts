import { createHash } from "node:crypto";

/**
 * A hash of an event's content: equal type, source, subject and data give an equal hash, whatever the order of keys. It shows
 * whether an event repeats the one that is stored under the same idempotency key, or differs from it.
 */
export function fingerprint(event: {
  type: string;
  source: string;
  subject: string | undefined;
  data: unknown;
}): string {
  const { type, source, subject = null, data } = event;
  return createHash("sha256")
    .update(JSON.stringify([type, source, subject, data], sortedKeys))
    .digest("base64url");
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  // `Object.fromEntries` defines the entries, so a key `__proto__` is data like any other.
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
