/** Why an expression could not be compiled or evaluated; each has a page in `docs/errors`. */
export type ExpressionErrorCode =
  /** A condition names an operator that JSONLogic does not have. */
  | "CONDITION_UNKNOWN_OPERATOR"
  /** A condition that is no JSONLogic: an object with several keys or none, a wrong number of arguments. */
  | "CONDITION_INVALID"
  /** A template that does not parse: no end, empty, no CEL, a function that does not exist. */
  | "TEMPLATE_SYNTAX"
  /** A template in the scheme or host of a URL that is not marked as raw. */
  | "TEMPLATE_IN_URL_HOST"
  /** A value that would be the path segment `.` or `..` of a URL. */
  | "URL_DOT_SEGMENT"
  /** An empty value where a URL has a whole path segment. */
  | "URL_EMPTY_SEGMENT"
  /** A path that leads to nothing. */
  | "EXPRESSION_PATH_MISSING"
  /** A value of the wrong type, or one that has no JSON form. */
  | "EXPRESSION_TYPE"
  /** More work or more text than an expression may cause. */
  | "EXPRESSION_BUDGET"
  /** The expression itself is nested too deeply or too long. */
  | "EXPRESSION_TOO_DEEP"
  | "EXPRESSION_TOO_LARGE"
  /** Its result is larger, or nested deeper, than a value may be. */
  | "EXPRESSION_RESULT_TOO_LARGE"
  /** A function that needs a running step was called outside of one, for example in a trigger's condition. */
  | "EXPRESSION_NOT_HERE"
  /** The key of a start policy is empty for an event. */
  | "START_KEY_EMPTY"
  | "START_PRIORITY_INVALID"
  /** A text that is not a date and time, and a name that is not a time zone. */
  | "MOMENT_INVALID"
  | "TIME_ZONE_UNKNOWN";

export interface ExpressionErrorDetails {
  readonly code: ExpressionErrorCode;
  readonly message: string;
  /** The expression's own text, shortened. */
  readonly expression: string;
  /** The path that is missing, such as `steps.call.body.id`. */
  readonly path?: string;
  readonly hint?: string;
}

/** An expression that does not compile or whose evaluation failed. The error is deterministic, so a retry does not help. */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  readonly expression: string;
  readonly path?: string;
  readonly hint?: string;

  constructor(details: ExpressionErrorDetails) {
    super(details.message);
    this.name = "ExpressionError";
    this.code = details.code;
    this.expression = shorten(details.expression);
    if (details.path !== undefined) this.path = details.path;
    if (details.hint !== undefined) this.hint = details.hint;
  }
}

const SHOWN = 200;

/** Shortens a long expression to its beginning, because errors are stored in traces and in history. */
export function shorten(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
