/** The value at a path, reading only own properties and indexes of lists; undefined if there is none. */
export function atPath(start: unknown, segments: readonly string[]): unknown {
  let value = start;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null) return undefined;
    if (Array.isArray(value) ? !/^\d{1,9}$/.test(segment) : !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
