/** Why a moment could not be made of a text; each has a page in `docs/errors`. */
export type MomentErrorCode =
  /** Not a date, a date-time or an instant, or one that no calendar has. */
  | "MOMENT_INVALID"
  /** Not the name of a time zone in IANA's list. */
  | "TIME_ZONE_UNKNOWN";

/** A date, time or time zone that cannot be understood. Deterministic: a retry changes nothing. */
export class MomentError extends Error {
  readonly code: MomentErrorCode;
  readonly hint: string;

  constructor(code: MomentErrorCode, message: string, hint: string) {
    super(message);
    this.name = "MomentError";
    this.code = code;
    this.hint = hint;
  }
}
