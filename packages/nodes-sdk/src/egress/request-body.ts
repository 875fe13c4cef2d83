import { NodeError } from "../error/node-error.ts";

/** A body as it is sent. A stream can be sent only once. */
export type SentBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface EncodedBody {
  readonly body: SentBody | null;
  /** For requests that name none. */
  readonly contentType?: string;
}

/** A body as the Fetch standard encodes it. @throws NodeError REQUEST_INVALID */
export async function encodeBody(body: RequestInit["body"]): Promise<EncodedBody> {
  if (body === undefined || body === null) return { body: null };
  if (typeof body === "string") return { body, contentType: "text/plain;charset=UTF-8" };
  if (body instanceof URLSearchParams)
    return { body: body.toString(), contentType: "application/x-www-form-urlencoded;charset=UTF-8" };
  // Copies: whoever owns the bytes may change them before they are sent.
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body.slice(0)) };
  if (ArrayBuffer.isView(body)) return { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice() };
  if (Symbol.asyncIterator in body) {
    if (body instanceof ReadableStream && body.locked) throw lockedStream();
    return { body: body as AsyncIterable<Uint8Array> };
  }
  const encoded = new Response(body);
  const contentType = encoded.headers.get("content-type");
  return { body: new Uint8Array(await encoded.arrayBuffer()), ...(contentType !== null && { contentType }) };
}

/** Whether a body cannot be sent a second time. */
export function isStream(body: SentBody | null): boolean {
  return body !== null && typeof body !== "string" && !(body instanceof Uint8Array);
}

function lockedStream(): NodeError {
  return new NodeError({
    code: "REQUEST_INVALID",
    message: "The body of the request is a stream that somebody else reads already.",
    retryable: false,
    hint: "Make a new stream for each request.",
  });
}
