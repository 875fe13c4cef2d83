import type { Json } from "@tempograph/graph";

/** The error codes of requests between executions. Each has a page in `docs/errors`. */
export type CoordinationCode =
  | "ALREADY_ANSWERED"
  | "CALL_TOO_DEEP"
  | "CONDITION_INVALID"
  | "EVENT_INVALID"
  | "EVENT_LOOP"
  | "EXECUTION_CLOSED"
  | "EXECUTION_NOT_STARTED"
  | "EXECUTION_UNKNOWN"
  | "IDEMPOTENCY_CONFLICT"
  | "INPUT_INVALID"
  | "INVALID_EVENT_TYPE"
  | "NOBODY_WAITS"
  | "QUOTA_EXCEEDED"
  | "TEMPORAL_UNAVAILABLE"
  | "VERSION_NOT_PUBLISHED"
  | "WORKFLOW_AMBIGUOUS"
  | "WORKFLOW_ARCHIVED"
  | "WORKFLOW_NOT_PUBLISHED"
  | "WORKFLOW_UNKNOWN";

/** Thrown if a request of a step to another execution cannot be carried out. The request has then changed nothing. */
export class CoordinationError extends Error {
  override readonly name = "CoordinationError";
  readonly code: CoordinationCode;
  readonly hint: string;
  /** Whether another attempt may succeed. */
  readonly retryable: boolean;
  /** When another attempt makes sense. */
  readonly retryAfterMs?: number;
  readonly details?: Json;

  constructor(
    code: CoordinationCode,
    message: string,
    hint: string,
    options: {
      readonly retryable?: boolean;
      readonly retryAfterMs?: number;
      readonly details?: Json;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = hint;
    this.retryable = options.retryable ?? false;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.details !== undefined) this.details = options.details;
  }
}
