import { NodeError } from "../error/node-error.ts";
import type { BodyReader } from "./answer-body.ts";
import { BLOCKED_PORTS } from "./blocked-ports.ts";
import { CallLimit } from "./call-limit.ts";
import { decodedBody } from "./content-coding.ts";
import { createEgressAgent } from "./egress-agent.ts";
import { createEgressGuard, type Lookup, portOf } from "./egress-guard.ts";
import { type EgressConnect, createEgressConnect } from "./egress-connect.ts";
import type { EgressOptions } from "./egress-options.ts";
import { egressResponse } from "./egress-response.ts";
import { type Answer, exchange } from "./exchange.ts";
import { limitedBody } from "./limited-body.ts";
import { networkError } from "./network-error.ts";
import { type OnlyHosts, onlyHostsCheck } from "./only-hosts.ts";
import { outgoingRequest } from "./outgoing-request.ts";
import { parseUrl } from "./parse-url.ts";
import { isRedirect, nextRequest } from "./redirect.ts";
import { unsendable } from "./unsendable.ts";

/** Options of one call: those of the standard `fetch`, and limits. */
export interface EgressRequestInit extends RequestInit {
  /** Instead of the stack's. From the call to the end of the body, redirects included. */
  readonly timeoutMs?: number;
  /** Lowers the stack's limit; it cannot raise it. */
  readonly maxResponseBytes?: number;
  /** Narrower rules than those of the stack, for this call and its redirects: see `OnlyHosts`. */
  readonly onlyHosts?: OnlyHosts;
}

/** `fetch` under the rules of `EgressOptions`. Throws `NodeError`, or the signal's reason when its signal aborts. */
export interface EgressFetch {
  (url: string | URL, init?: EgressRequestInit): Promise<Response>;
  /** A TCP connection under the same rules, for protocols other than HTTP. */
  readonly connect: EgressConnect;
  /** Closes its connections. */
  close(): Promise<void>;
}

/**
 * Makes a `fetch` that cannot reach the internal network (I11). It accepts only http and https, no credentials in the URL,
 * and only public or allowed addresses. Literal and resolved addresses are checked before each connection, also after redirects.
 * To another origin a redirect takes neither the body nor the headers of the request, except a few safe ones.
 *
 * Errors: `EGRESS_REFUSED`, `TOO_MANY_REDIRECTS`, `REDIRECT_INVALID`, `RESPONSE_TOO_LARGE`, `REQUEST_INVALID` (permanent),
 * `NAME_NOT_RESOLVED`, `NETWORK_ERROR`, `HTTP_TIMEOUT` (retryable).
 *
 * @throws Error when an entry of `allow` or of `rules` cannot be read
 */
export function createEgressFetch(options: EgressOptions = {}, lookup?: Lookup): EgressFetch {
  const { allow = [], rules = [], maxRedirects = 5, maxResponseBytes = 10 * 1024 * 1024, timeoutMs = 30_000 } = options;
  const guard = createEgressGuard(allow, lookup, rules);
  const agent = createEgressAgent(guard);

  const egressFetch = async (input: string | URL, init: EgressRequestInit = {}): Promise<Response> => {
    const {
      timeoutMs: callTimeoutMs = timeoutMs,
      maxResponseBytes: callMaxBytes,
      onlyHosts = [],
      redirect = "follow",
      signal,
      ...rest
    } = init;
    signal?.throwIfAborted();
    const checkHost = onlyHostsCheck(onlyHosts, "http");
    const limit = Math.min(maxResponseBytes, callMaxBytes ?? maxResponseBytes);

    let url = requestUrl(input);
    let request = await outgoingRequest(url, rest);
    const time = new CallLimit(callTimeoutMs, signal);
    const translate = (error: unknown): Error => {
      if (signal?.aborted) return asError(signal.reason);
      if (time.isOver) return timedOut(url, callTimeoutMs, error);
      return networkError(url, error);
    };

    try {
      for (let redirects = 0; ; redirects += 1) {
        guard.checkUrl(url);
        checkHost(url);
        if (redirects === 0) refuseOtherHost(request.headers, url);
        if (BLOCKED_PORTS.has(portOf(url))) throw unsendable(url, "bad port");
        let answer: Answer;
        try {
          answer = await exchange(agent, url, request, time);
          if (!isRedirect(answer) || redirect === "manual") {
            answer.body.whenDone(() => time.release());
            const body = bodyOf(request.method, answer);
            const limited = body && limitedBody(body, { url, limit, translate });
            return egressResponse(limited, { ...answer, url: url.href, redirected: redirects > 0 });
          }
        } catch (error) {
          throw translate(error);
        }
        answer.body.cancel();
        if (redirect === "error" || redirects >= maxRedirects)
          throw tooManyRedirects(url, redirect === "error" ? 0 : maxRedirects);
        ({ url, request } = nextRequest(url, request, answer));
      }
    } catch (error) {
      time.release();
      throw error;
    }
  };
  return Object.assign(egressFetch, { connect: createEgressConnect(guard), close: () => agent.destroy() });
}

/**
 * A server with many hosts, such as a content network, reads in the header `Host` whom a request is for. Another name there would lead past
 * the rules, and the credentials in the request to somebody else.
 */
function refuseOtherHost(headers: Headers, url: URL): void {
  const host = headers.get("host");
  if (host === null || host.toLowerCase() === url.host) return;
  throw new NodeError({
    code: "REQUEST_INVALID",
    message: `The header Host of a request to ${url.origin} names another host.`,
    retryable: false,
    hint: "Leave the header out, and put the host into the URL.",
  });
}

function requestUrl(input: string | URL): URL {
  const url = parseUrl(String(input));
  if (url === null) {
    throw new NodeError({
      code: "REQUEST_INVALID",
      message: "The URL cannot be read.",
      retryable: false,
      hint: 'Give a whole URL, with scheme and host: "https://example.com/path".',
    });
  }
  return url;
}

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

function bodyOf(method: string, { status, headers, body }: Answer): BodyReader | null {
  if (method === "HEAD" || WITHOUT_BODY.has(status)) return null;
  return decodedBody(body, headers.get("content-encoding"));
}

function timedOut(url: URL, ms: number, cause: unknown): NodeError {
  return new NodeError({
    code: "HTTP_TIMEOUT",
    message: `${url.origin} did not finish its answer within ${ms} ms.`,
    retryable: true,
    hint: "Raise timeoutMs if the service is known to be slow.",
    cause,
  });
}

function tooManyRedirects(url: URL, limit: number): NodeError {
  return new NodeError({
    code: "TOO_MANY_REDIRECTS",
    message: `${url.origin} redirects again after ${limit} redirects.`,
    retryable: false,
    hint: "Call the address that the redirects lead to.",
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException("This operation was aborted", "AbortError");
}
