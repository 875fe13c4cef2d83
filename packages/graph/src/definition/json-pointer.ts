/** A JSON Pointer (RFC 6901) from its segments: `pointer("nodes", 3, "a/b")` is `/nodes/3/a~1b`. */
export function pointer(...segments: readonly (string | number)[]): string {
  let path = "";
  for (const segment of segments) path += `/${escapeSegment(segment)}`;
  return path;
}

function escapeSegment(segment: string | number): string {
  if (typeof segment === "number") return String(segment);
  return /[~/]/.test(segment) ? segment.replaceAll("~", "~0").replaceAll("/", "~1") : segment;
}

/** The segments of a pointer: the inverse of `pointer`. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .split("/")
    .slice(1)
    .map((raw) => raw.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a pointer, by own properties only; undefined where there is none. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const key of segmentsOf(path)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
