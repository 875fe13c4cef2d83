import { isNodeError, NodeError } from "../error/node-error.ts";
import { unsendable } from "./unsendable.ts";

/** Errors of undici's core about the request itself, such as a method or a header that HTTP does not know. */
const REQUEST_ERRORS = new Set([
  "ERR_INVALID_ARG_VALUE",
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
]);

/** Converts an error of a call to a `NodeError` that says whether to retry. It names only the origin, because paths and queries may hold secrets (I10). */
export function networkError(url: URL, error: unknown): NodeError {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 8; each = each.cause, depth += 1) {
    if (isNodeError(each)) return each;
  }
  const cause = innermost(error);
  const code = errorCode(cause);
  const reason = cause instanceof Error ? cause.message : "";
  if (code !== undefined && REQUEST_ERRORS.has(code)) return unsendable(url, reason, error);
  return new NodeError({
    code: "NETWORK_ERROR",
    message: `${url.origin} cannot be reached: ${code ?? (reason || "the connection broke")}.`,
    retryable: true,
    hint: "Check that the host is right, and that the service is up.",
    details: { host: url.host, ...(code === undefined ? {} : { cause: code }) },
    cause: error,
  });
}

function innermost(error: unknown): unknown {
  let each = error;
  for (let depth = 0; each instanceof Error && depth < 8; depth += 1) {
    // Several addresses were tried and each failed; reporting the first error is enough.
    const next: unknown = each instanceof AggregateError ? each.errors[0] : each.cause;
    if (!(next instanceof Error)) break;
    each = next;
  }
  return each;
}

/** The code of an error of Node.js, such as `ECONNREFUSED`. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}
