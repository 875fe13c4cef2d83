import type { Json } from "../definition/json.ts";

export type StateErrorCode =
  /** The key, value, member, duration or list is not one that can be kept. */
  | "INPUT_INVALID"
  /** The value or member has more bytes than one may have. */
  | "STATE_VALUE_TOO_LARGE"
  /** The set, the workflow or the project has as many members, entries or bytes as it may have. */
  | "STATE_FULL"
  /** The entry is something else: a set, where a number is needed. */
  | "STATE_WRONG_KIND";

/** Thrown where a request on a state entry cannot be carried out. Nothing has changed then. */
export class StateError extends Error {
  override readonly name = "StateError";
  readonly code: StateErrorCode;
  readonly hint: string;
  readonly details?: Json;

  constructor(code: StateErrorCode, message: string, hint: string, details?: Json) {
    super(message);
    this.code = code;
    this.hint = hint;
    if (details !== undefined) this.details = details;
  }
}
