import type { ConnectionRequest } from "../connection/step-connection.ts";
import type { EgressRequestInit } from "../egress/egress-fetch.ts";
import type { OnlyHosts } from "../egress/only-hosts.ts";
import { parseUrl } from "../egress/parse-url.ts";
import { requestHeaders } from "../egress/request-headers.ts";
import type { NodeFetch, NodeLogger } from "./node-context.ts";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
export const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";

interface Step {
  readonly signal: AbortSignal;
  readonly idempotencyKey: string;
  readonly logger: NodeLogger;
  readonly connection?: FetchConnection;
}

/** What `fetch` needs of the step's connection: what adds its credentials, and the hosts that it may reach. */
export interface FetchConnection {
  authorize(request: ConnectionRequest): Promise<void>;
  /** After an answer of 401. Throws if the next attempt gets other credentials. */
  refused(request: ConnectionRequest): Promise<void>;
  readonly onlyHosts: OnlyHosts;
}

/** `fetch` of one attempt: stops with the step, and carries its idempotency key (I5) and the credentials of its connection. */
export function createNodeFetch(
  fetch: (url: string | URL, init?: EgressRequestInit) => Promise<Response>,
  { signal, idempotencyKey, logger, connection }: Step,
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
    const target = connection === undefined ? null : parseUrl(String(url));
    const request = target && { method, url: target, headers, ...readableBody(init.body) };
    // A URL that cannot be read is refused by `fetch` itself.
    if (request !== null) await connection?.authorize(request);
    const response = await fetch(target ?? url, {
      ...init,
      method,
      headers,
      ...(connection !== undefined && { onlyHosts: [...(init.onlyHosts ?? []), ...connection.onlyHosts] }),
      signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
    });
    if (response.status !== 401 || request === null) return response;
    await connection?.refused(request).catch(async (error: unknown) => {
      await response.body?.cancel();
      throw error;
    });
    return response;
  };
}

/** The body as `authorize` may read it. What is sent stays as it is. */
function readableBody(body: RequestInit["body"]): Pick<ConnectionRequest, "body" | "bodyIsStream"> {
  if (body === undefined || body === null) return { bodyIsStream: false };
  if (typeof body === "string") return { body, bodyIsStream: false };
  if (body instanceof URLSearchParams) return { body: body.toString(), bodyIsStream: false };
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body), bodyIsStream: false };
  if (ArrayBuffer.isView(body))
    return { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength), bodyIsStream: false };
  return { bodyIsStream: true };
}
