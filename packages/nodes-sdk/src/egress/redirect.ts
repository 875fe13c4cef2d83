import { NodeError } from "../error/node-error.ts";
import { isSecretName } from "@tempograph/graph";
import { parseUrl } from "./parse-url.ts";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function isRedirect(response: Response): boolean {
  return REDIRECTS.has(response.status) && response.headers.has("location");
}

/**
 * The request that a redirect asks for, as the Fetch standard says: 303, and 301/302 after a POST, become a GET without a body.
 * Headers that look like credentials are not sent to another origin.
 *
 * @throws NodeError REDIRECT_INVALID
 */
export function nextRequest(from: URL, request: RequestInit, response: Response): { url: URL; request: RequestInit } {
  const url = parseUrl(response.headers.get("location") ?? "", from);
  if (url === null) throw invalid(from, "leads to something that is no URL");
  if (url.hash === "") url.hash = from.hash;

  const headers = new Headers(request.headers);
  const method = (request.method ?? "GET").toUpperCase();
  const dropsBody =
    (response.status === 303 && method !== "GET" && method !== "HEAD") ||
    ((response.status === 301 || response.status === 302) && method === "POST");
  if (!dropsBody && request.body instanceof ReadableStream)
    throw invalid(from, "would need the body again, which was a stream");
  if (dropsBody) {
    for (const name of [...headers.keys()]) if (name.startsWith("content-")) headers.delete(name);
  }
  if (url.origin !== from.origin) {
    for (const name of [...headers.keys()]) if (name === "host" || isSecretName(name)) headers.delete(name);
  }
  const { body, ...rest } = request;
  return {
    url,
    request: dropsBody ? { ...rest, method: "GET", headers } : { ...rest, ...(body == null ? {} : { body }), headers },
  };
}

function invalid(from: URL, why: string): NodeError {
  return new NodeError({
    code: "REDIRECT_INVALID",
    message: `A redirect of ${from.origin} ${why}.`,
    retryable: false,
    hint: "Call the address that the redirect should lead to.",
  });
}
