import { createHash } from "node:crypto";

/**
 * What an event says, as a hash: equal for equal type, source, subject and data, whatever the order of keys.
 * Tells a repeated event from another one under the same idempotency key.
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
  // Entries defined one by one: `__proto__` is data like any other.
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
