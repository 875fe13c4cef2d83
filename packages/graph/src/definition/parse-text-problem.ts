import { walkJson } from "./walk-json.ts";

/** Text that Postgres' jsonb cannot hold. */
export type TextProblemCode = "NUL_CHARACTER" | "LONE_SURROGATE";

/** What is wrong with one string, or null. */
export function textProblemOf(text: string): TextProblemCode | null {
  if (text.includes("\u0000")) return "NUL_CHARACTER";
  // With the u flag, a well-formed surrogate pair is one code point, so this pattern finds only lone halves.
  return /[\uD800-\uDFFF]/u.test(text) ? "LONE_SURROGATE" : null;
}

/**
 * The first string or key in `value` that Postgres cannot hold, with the JSON Pointer of the string, or of the value
 * under the key. Iterative; `value` is what `JSON.parse` gives, of any depth.
 */
export function findTextProblem(value: unknown): { path: string; code: TextProblemCode } | null {
  let found: { path: string; code: TextProblemCode } | null = null;
  const look = (text: unknown, path: () => string) => {
    if (typeof text !== "string") return "into";
    const code = textProblemOf(text);
    if (code === null) return "into";
    found = { path: path(), code };
    return "stop";
  };
  walkJson(
    value,
    (item, place) => look(item, place.path),
    (name, place) => look(name, place.path),
  );
  return found;
}
