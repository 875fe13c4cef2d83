import type { OutgoingRequest } from "./exchange.ts";
import { encodeBody } from "./request-body.ts";
import { requestHeaders } from "./request-headers.ts";
import { unsendable } from "./unsendable.ts";

/** Methods whose names the Fetch standard writes in capitals. */
const KNOWN = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]);
/** Methods that ask the servers on the way, not the one that is called. */
const FORBIDDEN = new Set(["CONNECT", "TRACE", "TRACK"]);

/** @throws NodeError REQUEST_INVALID */
export async function outgoingRequest(url: URL, init: RequestInit): Promise<OutgoingRequest> {
  const { method: given = "GET" } = init;
  const upper = given.toUpperCase();
  const method = KNOWN.has(upper) ? upper : given;
  if (FORBIDDEN.has(upper)) throw unsendable(url, `${upper} is not allowed`);
  // A check that is not made must not look like one that was.
  if (init.integrity) throw unsendable(url, "`integrity` is not checked here");
  const { body, contentType } = await encodeBody(init.body);
  if (body !== null && (method === "GET" || method === "HEAD")) throw unsendable(url, `${method} has no body`);
  // Headers that the caller has made already are copied only to be changed.
  const named = init.headers instanceof Headers ? init.headers : requestHeaders(init.headers);
  if (contentType === undefined || named.has("content-type")) return { method, headers: named, body };
  const headers = new Headers(named);
  headers.set("content-type", contentType);
  return { method, headers, body };
}
