import { NodeError } from "../error/node-error.ts";

/** A request that no attempt can send. */
export function unsendable(url: URL, why: string, cause?: unknown): NodeError {
  return new NodeError({
    code: "REQUEST_INVALID",
    message: `The request to ${url.origin} cannot be sent: ${why}.`,
    retryable: false,
    hint: "Check its method, headers, body and port.",
    cause,
  });
}
