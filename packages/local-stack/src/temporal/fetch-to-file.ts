import { createHash } from "node:crypto";
import { createReadStream, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Bytes that are there, and bytes in all where the server says how many. */
export type OnBytes = (received: number, total: number | undefined) => void;

export type FetchToFileOptions = {
  readonly url: string;
  /** Holds what an earlier call has received; the rest is asked for. */
  readonly file: string;
  /** Of the whole file, in hex. */
  readonly sha256: string;
  readonly onBytes?: OnBytes;
  /** Milliseconds to wait for an answer, and for the next bytes. Default 10,000. */
  readonly idleMs?: number;
};

/** Times that a connection may break after the server had answered. */
const MOST_BREAKS = 5;

class ConnectionBroken extends Error {}

/**
 * Downloads into `file`. A broken connection goes on where it stopped, also in a later call. A file that is whole but has
 * another checksum is removed; where its beginning came from an earlier call, it is fetched once more from the start.
 * Throws at once where the server cannot be reached.
 */
export async function fetchToFile(options: FetchToFileOptions): Promise<void> {
  const { file, sha256 } = options;
  for (;;) {
    const resumed = sizeOf(file) > 0;
    await fetchRest(options);
    const actual = await sha256Of(file);
    if (actual === sha256) return;
    rmSync(file);
    if (!resumed) throw new Error(`the file has the checksum ${actual}, not ${sha256}`);
  }
}

async function fetchRest(options: FetchToFileOptions): Promise<void> {
  for (let breaks = 0; ; breaks++) {
    try {
      return await fetchOnce(options, sizeOf(options.file));
    } catch (error) {
      if (!(error instanceof ConnectionBroken) || breaks === MOST_BREAKS)
        throw readable(error, new URL(options.url).host);
    }
  }
}

async function fetchOnce({ url, file, onBytes, idleMs = 10_000 }: FetchToFileOptions, offset: number): Promise<void> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error(`nothing came for ${idleMs / 1000} s`)), idleMs);
  try {
    const headers = offset === 0 ? undefined : { range: `bytes=${offset}-` };
    const response = await fetch(url, { headers, signal: idle.signal });
    // 416: the file is whole already, or longer than what the server has; the checksum tells.
    if (response.status === 416) return await response.body?.cancel();
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const goesOn = response.status === 206;
    let received = goesOn ? offset : 0;
    const length = Number(response.headers.get("content-length")) || undefined;
    const total = length === undefined ? undefined : received + length;
    onBytes?.(received, total);
    const handle = await open(file, goesOn ? "a" : "w");
    try {
      for await (const chunk of response.body) {
        await handle.appendFile(chunk);
        timer.refresh();
        received += chunk.byteLength;
        onBytes?.(received, total);
      }
    } catch (cause) {
      throw idle.signal.aborted ? cause : new ConnectionBroken("the connection broke", { cause });
    } finally {
      await handle.close();
    }
    if (total !== undefined && received < total) throw new ConnectionBroken(`${received} of ${total} bytes came`);
  } finally {
    clearTimeout(timer);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** `fetch failed` alone says nothing: the reason is in its cause. */
function readable(error: unknown, host: string): Error {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : message;
  return new Error(`${host}: ${reason}`, { cause: error });
}
