/** Why a text could not be read as a moment. Each code has a page in `docs/errors`. */
export type MomentErrorCode =
  /** The text is not a date, a date-time or an instant, or it names a date that does not exist. */
  | "MOMENT_INVALID"
  /** The name is not in IANA's list of time zones. */
  | "TIME_ZONE_UNKNOWN";

/** A date, time or time zone that cannot be understood. The error depends only on the input, so a retry does not help. */
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
