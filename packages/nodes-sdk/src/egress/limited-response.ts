import { NodeError } from "../error/node-error.ts";

interface Limits {
  readonly url: URL;
  readonly redirected: boolean;
  /** Bytes of the decoded body: a compressed bomb counts as what it unpacks to. */
  readonly limit: number;
  readonly translate: (error: unknown) => Error;
}

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** The response with a body that ends in an error at its limit, and whose errors are `NodeError`s. */
export function limitedResponse(response: Response, { url, redirected, limit, translate }: Limits): Response {
  const body =
    response.body === null || WITHOUT_BODY.has(response.status) ? null : limited(response.body, url, limit, translate);
  const copy = new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
  });
  Object.defineProperties(copy, { url: { value: url.href }, redirected: { value: redirected } });
  return copy;
}

function limited(
  body: ReadableStream<Uint8Array>,
  url: URL,
  limit: number,
  translate: (error: unknown) => Error,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes <= limit) return controller.enqueue(value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        return controller.error(translate(error));
      }
      controller.error(tooLarge(url, limit));
      await reader.cancel().catch(() => undefined);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function tooLarge(url: URL, limit: number): NodeError {
  return new NodeError({
    code: "RESPONSE_TOO_LARGE",
    message: `The answer of ${url.origin} is larger than ${limit} bytes.`,
    retryable: false,
    hint: "Ask for less (a page, fewer fields), or raise egress.maxResponseBytes.",
    details: { limit },
  });
}
