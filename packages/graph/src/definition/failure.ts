import type { Json, JsonObject } from "./json.ts";

/** Why a step or an execution failed, as data. It must never contain a secret (I10). */
export interface Failure {
  /** UPPER_SNAKE; each has a page in `docs/errors`. */
  readonly code: string;
  readonly message: string;
  /** The step or place it is about. */
  readonly path?: string;
  /** What the reader can do about it. */
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly details?: Json;
  /** Further causes beside the first: failures that came while the scope was closing, and compensations that failed. */
  readonly others?: readonly Failure[];
}

/**
 * Reads the hint of a failure or problem that is stored in a history or a row. Older records have it in the field `cure`,
 * the earlier name of `hint`.
 */
export function storedHint(stored: { readonly hint?: unknown; readonly cure?: unknown }): string | undefined {
  const text = stored.hint ?? stored.cure;
  return typeof text === "string" ? text : undefined;
}

/**
 * The JSON form of a failure that expressions read behind an `error` edge, in a `catch` and in a loop's errors. In
 * interpreter version 1 the hint is called `cure`; from version 2 on it has both names, so that published templates keep working.
 */
export function failureAsData(
  { code, message, path, details, ...rest }: Failure,
  interpreterVersion: number,
): JsonObject {
  const hint = storedHint(rest) ?? null;
  const named: JsonObject = interpreterVersion < 2 ? { cure: hint } : { hint, cure: hint };
  return { code, message, path: path ?? null, ...named, details: details ?? null };
}
