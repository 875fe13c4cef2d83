import { compileRegex, RegexError, type LinearRegex } from "../expression/template/linear-regex.ts";

/** Characters of the `pattern` of a schema. */
const MAX_PATTERN_LENGTH = 2_000;

/**
 * Compiles the `pattern` of a schema for the linear engine, in which no text takes more than (its length) × (size of the pattern)
 * steps. The engine has no lookaround and no backreferences.
 *
 * @throws RegexError
 */
export function compilePattern(pattern: string): LinearRegex {
  if (pattern.length > MAX_PATTERN_LENGTH) throw new RegexError(`it has more than ${MAX_PATTERN_LENGTH} characters`);
  return compileRegex(pattern);
}
