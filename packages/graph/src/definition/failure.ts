import type { Json } from "./json.ts";

/** Why a step or an execution failed, as data. Never holds a secret (I10). */
export interface Failure {
  /** UPPER_SNAKE; each has a page in `docs/errors`. */
  readonly code: string;
  readonly message: string;
  /** The step or place it is about. */
  readonly path?: string;
  /** What the reader can do about it. */
  readonly cure?: string;
  readonly retryable?: boolean;
  readonly details?: Json;
  /** Further causes beside the first: failures that came while the scope was closing, and compensations that failed. */
  readonly others?: readonly Failure[];
}
