import type { EgressRequestInit } from "../egress/egress-fetch.ts";
import { requestHeaders } from "../egress/request-headers.ts";
import type { NodeFetch, NodeLogger } from "./node-context.ts";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
export const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";

interface Step {
  readonly signal: AbortSignal;
  readonly idempotencyKey: string;
  readonly logger: NodeLogger;
}

/** `fetch` of one attempt: stops with the step and carries its idempotency key (I5). */
export function createNodeFetch(
  fetch: (url: string | URL, init?: EgressRequestInit) => Promise<Response>,
  { signal, idempotencyKey, logger }: Step,
): NodeFetch {
  let keyedTarget: string | undefined;
  return async (url, init = {}) => {
    const method = (init.method ?? "GET").toUpperCase();
    const headers = requestHeaders(init.headers);
    if (UNSAFE.has(method) && !headers.has(IDEMPOTENCY_KEY_HEADER)) {
      headers.set(IDEMPOTENCY_KEY_HEADER, idempotencyKey);
      const target = `${method} ${String(url)}`;
      if (keyedTarget !== undefined && keyedTarget !== target) {
        logger.warn(
          "A second unsafe call carries the same Idempotency-Key: set the header to ctx.idempotencyKey and a suffix, one for each call.",
        );
      }
      keyedTarget = target;
    }
    return fetch(url, {
      ...init,
      method,
      headers,
      signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
    });
  };
}
