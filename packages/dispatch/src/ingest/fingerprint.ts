import { createHash } from "node:crypto";

/** A hash of what was sent, independent of the order of keys. It shows whether a request repeats the one that was stored under its idempotency key. */
export function fingerprint(content: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content, sortedKeys)).digest("base64url");
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  // `Object.fromEntries` defines the entries, so a key `__proto__` is data like any other.
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
