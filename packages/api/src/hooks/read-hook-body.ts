import type { Readable } from "node:stream";

/** Reads a body up to a number of bytes. Undefined: it is larger. The rest is then not read. */
export async function readHookBody(payload: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
