import { isNodeError, NodeError } from "../error/node-error.ts";

const REQUEST_ERRORS = new Set(["ERR_INVALID_ARG_VALUE", "UND_ERR_INVALID_ARG"]);
/** The Fetch standard blocks ports of other protocols (25, 6667 …): undici says no more than this. */
const BLOCKED_PORT = "bad port";

/** Converts an error of fetch to a `NodeError` that says whether to retry. It names only the origin, because paths and queries may hold secrets (I10). */
export function networkError(url: URL, error: unknown): NodeError {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 8; each = each.cause, depth += 1) {
    if (isNodeError(each)) return each;
  }
  const cause = innermost(error);
  const code = errorCode(cause);
  const reason = cause instanceof Error ? cause.message : "";
  // A TypeError without a cause is about the request itself: a header or a method that cannot be sent.
  const unsendable = error instanceof TypeError && error.cause === undefined;
  if (unsendable || reason === BLOCKED_PORT || (code !== undefined && REQUEST_ERRORS.has(code))) {
    return new NodeError({
      code: "REQUEST_INVALID",
      message: `The request to ${url.origin} cannot be sent: ${reason}.`,
      retryable: false,
      hint: "Check its method, headers, body and port.",
      cause: error,
    });
  }
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
