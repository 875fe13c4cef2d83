import type { Failure, Json } from "@tempograph/graph";

const NODE_ERROR = Symbol.for("tempograph.nodeError");

export interface NodeErrorOptions {
  /** UPPER_SNAKE, such as `CRM_UNREACHABLE`. `settings.retry.nonRetryable` and error pages refer to this code. */
  readonly code: string;
  /** What went wrong, for a person. No secrets: it is kept in the execution's history. */
  readonly message: string;
  /** Whether another attempt with the same input may succeed. */
  readonly retryable: boolean;
  /** When to try again, in ms, instead of the policy's interval: what `Retry-After` said. */
  readonly retryAfterMs?: number;
  /** What the reader can do about it. */
  readonly hint?: string;
  /** Facts for programs: JSON. */
  readonly details?: Json;
  readonly cause?: unknown;
}

/** Fails an attempt and says whether to try again. */
export class NodeError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly hint?: string;
  readonly details?: Json;

  constructor(options: NodeErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "NodeError";
    this.code = options.code;
    this.retryable = options.retryable;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.details !== undefined) this.details = options.details;
    Object.defineProperty(this, NODE_ERROR, { value: true });
  }
}

type Rest = Omit<NodeErrorOptions, "code" | "message" | "retryable">;

/** An error that another attempt may not meet: `throw retryable("CRM_BUSY", "The CRM is busy.", { retryAfterMs: 5_000 })`. */
export function retryable(code: string, message: string, rest: Rest = {}): NodeError {
  return new NodeError({ ...rest, code, message, retryable: true });
}

/** An error that every attempt would meet: `throw permanent("LEAD_UNKNOWN", "No such lead.", { hint: "Check the id." })`. */
export function permanent(code: string, message: string, rest: Rest = {}): NodeError {
  return new NodeError({ ...rest, code, message, retryable: false });
}

/** Works across copies of this package: a pack may bring its own. */
export function isNodeError(error: unknown): error is NodeError {
  return error instanceof Error && NODE_ERROR in error;
}

/** The error as data, as traces, the mirror and the API show it. */
export function failureOf(error: NodeError, path?: string): Failure {
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    ...(path === undefined ? {} : { path }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}
