import type { Json, JsonObject } from "./json.ts";

/** Why a step or an execution failed, as data. Never holds a secret (I10). */
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
 * The hint of a failure or problem as it is stored in a history or a row. What was stored before the field was called
 * `hint` has it under `cure`.
 */
export function storedHint(stored: { readonly hint?: unknown; readonly cure?: unknown }): string | undefined {
  const text = stored.hint ?? stored.cure;
  return typeof text === "string" ? text : undefined;
}

/**
 * What a graph reads of a failure at an `error` edge, at a `catch` and in a loop's errors. Executions of interpreter
 * version 1 called the hint `cure`; from version 2 on it stands under both names, so that published templates go on.
 */
export function failureAsData(
  { code, message, path, details, ...rest }: Failure,
  interpreterVersion: number,
): JsonObject {
  const hint = storedHint(rest) ?? null;
  const named: JsonObject = interpreterVersion < 2 ? { cure: hint } : { hint, cure: hint };
  return { code, message, path: path ?? null, ...named, details: details ?? null };
}
