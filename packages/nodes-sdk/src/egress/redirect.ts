import { NodeError } from "../error/node-error.ts";
import type { Answer, OutgoingRequest } from "./exchange.ts";
import { parseUrl } from "./parse-url.ts";
import { isStream } from "./request-body.ts";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Headers that a redirect may take to another origin. No header of an author's own is among them, because any of them may hold
 * a credential. The idempotency key is, because a repeated attempt must not repeat what the other origin did (I5).
 */
const SAFE_HEADERS = new Set(["accept", "accept-language", "idempotency-key", "range", "user-agent"]);

export function isRedirect(response: Answer): boolean {
  return REDIRECTS.has(response.status) && response.headers.has("location");
}

/**
 * The request that a redirect asks for, as the Fetch standard says: 303, and 301/302 after a POST, become a GET without a body.
 * To another origin go only `SAFE_HEADERS` and never a body: whoever controls the answer would otherwise choose who receives
 * both. A redirect that asks for that is an error, because the same method without its body would ask for something else.
 *
 * @throws NodeError REDIRECT_INVALID
 */
export function nextRequest(
  from: URL,
  request: OutgoingRequest,
  response: Answer,
): { url: URL; request: OutgoingRequest } {
  const url = parseUrl(response.headers.get("location") ?? "", from);
  if (url === null) throw invalid(from, "leads to something that is no URL");
  if (url.hash === "") url.hash = from.hash;

  const headers = new Headers(request.headers);
  const { method } = request;
  const dropsBody =
    (response.status === 303 && method !== "GET" && method !== "HEAD") ||
    ((response.status === 301 || response.status === 302) && method === "POST");
  const sendsBody = !dropsBody && request.body !== null;
  const leavesOrigin = url.origin !== from.origin;
  if (sendsBody && leavesOrigin) {
    const hint = `If ${url.origin} may have the body, call it instead of ${from.origin}.`;
    throw invalid(from, `would send the body of the request to ${url.origin}`, hint);
  }
  if (sendsBody && isStream(request.body)) throw invalid(from, "would need the body again, which was a stream");
  if (dropsBody) {
    for (const name of [...headers.keys()]) if (name.startsWith("content-")) headers.delete(name);
  }
  if (leavesOrigin) {
    for (const name of [...headers.keys()]) if (!SAFE_HEADERS.has(name)) headers.delete(name);
  }
  return { url, request: dropsBody ? { method: "GET", headers, body: null } : { method, headers, body: request.body } };
}

function invalid(from: URL, why: string, hint = "Call the address that the redirect should lead to."): NodeError {
  return new NodeError({
    code: "REDIRECT_INVALID",
    message: `A redirect of ${from.origin} ${why}.`,
    retryable: false,
    hint,
  });
}
