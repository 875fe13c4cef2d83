import { NodeError, type NodeContext, permanent } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { failureOfStatus } from "../nodes/http/http-status.ts";

/** What a server said about the version of what it sent. Sent back, so that it can say that nothing has changed (RFC 9110, 13.1). */
export const validators = z.object({ etag: z.string().optional(), lastModified: z.string().optional() });
export type Validators = z.output<typeof validators>;

export interface Fetched {
  readonly response: Response;
  readonly bytes: Uint8Array;
  readonly validators: Validators;
}

/** Gets a URL. Undefined: the server says that nothing has changed. @throws NodeError */
export async function conditionalGet(
  ctx: NodeContext,
  url: URL,
  known: Validators,
  { headers = {}, maxBytes }: { readonly headers?: Readonly<Record<string, string>>; readonly maxBytes: number },
): Promise<Fetched | undefined> {
  const response = await ctx.fetch(url, {
    headers: {
      ...headers,
      ...(known.etag !== undefined && { "if-none-match": known.etag }),
      ...(known.lastModified !== undefined && { "if-modified-since": known.lastModified }),
    },
    maxResponseBytes: maxBytes,
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status === 304) return undefined;
  if (!response.ok) throw failureOfStatus("GET", url, response, new TextDecoder().decode(bytes.subarray(0, 1_000)));
  const [etag, lastModified] = [response.headers.get("etag"), response.headers.get("last-modified")];
  return {
    ...{ response, bytes },
    validators: { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) },
  };
}

/** @throws NodeError INPUT_INVALID */
export function wholeUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null) return url;
  throw permanent("INPUT_INVALID", "The input does not fit: url is no whole URL.", {
    hint: 'Write scheme and host: "https://example.com/feed.xml".',
  });
}

/** What came is not what the source reads. The next poll may find something else, so it is tried again. */
export function unexpected(message: string, hint: string): NodeError {
  return new NodeError({ code: "SOURCE_UNREADABLE", message, retryable: true, hint });
}
