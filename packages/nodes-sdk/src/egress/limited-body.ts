import { NodeError } from "../error/node-error.ts";
import type { BodyReader } from "./answer-body.ts";

interface Limits {
  readonly url: URL;
  /** Bytes of the decoded body: a compressed bomb counts as what it unpacks to. */
  readonly limit: number;
  readonly translate: (error: unknown) => Error;
}

/** The body that ends in an error at its limit, and whose errors are `NodeError`s. */
export function limitedBody(body: BodyReader, { url, limit, translate }: Limits): BodyReader {
  let bytes = 0;
  return {
    async next() {
      let part: Uint8Array | undefined;
      try {
        part = await body.next();
      } catch (error) {
        throw translate(error);
      }
      bytes += part?.byteLength ?? 0;
      if (bytes <= limit) return part;
      body.cancel();
      throw tooLarge(url, limit);
    },
    cancel: () => body.cancel(),
  };
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
