import type { ServerResponse } from "node:http";
import type { AppError } from "../app/app-error.ts";

/** How long a subscriber may leave unread what waits for it, in ms. It is less than a WebSocket may leave a ping unanswered. */
export const PATIENCE_MS = 10_000;
/** How long one that was cut off may take to read why, in ms. */
export const GOODBYE_MS = 10_000;
/** What is collected in one turn of the event loop before it is written. */
const MOST_COLLECTED = 64 * 1024;

/** A subscriber reads nothing, so that it is cut off. */
export const tooSlow: AppError = {
  code: "SUBSCRIBER_TOO_SLOW",
  message: "The subscriber did not read its updates in time, so the API has ended the subscription.",
  hint: "Subscribe again with the cursor of the last update that was read; the later ones then come. Read updates as they come, and work on them elsewhere.",
};

/** Thrown by `send`. */
export class SubscriberTooSlow extends Error {}

export interface EventSender {
  /**
   * Writes text, together with what else comes in the same turn of the event loop. Resolves when there is room for more, so that a slow client
   * delays the reading from the database and does not fill this process's memory.
   *
   * @throws SubscriberTooSlow if the client takes nothing for the patience
   * @throws the signal's reason if it has left
   */
  send(text: string | Uint8Array): Promise<void>;
  /** Writes what was collected, and `last`. One who does not read it within a while loses the connection. */
  end(last?: string): void;
}

export function createEventSender(raw: ServerResponse, gone: AbortSignal, patienceMs: number): EventSender {
  let collected: (string | Uint8Array)[] = [];
  let size = 0;
  let scheduled: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(scheduled);
    scheduled = undefined;
    if (collected.length === 0) return;
    const chunk = Buffer.concat(collected.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
    collected = [];
    size = 0;
    if (!gone.aborted) raw.write(chunk);
  }

  return {
    async send(text) {
      gone.throwIfAborted();
      collected.push(text);
      size += text.length;
      if (size >= MOST_COLLECTED) flush();
      else scheduled ??= setImmediate(flush);
      if (raw.writableNeedDrain) await drained(raw, gone, patienceMs);
    },
    end(last) {
      if (last !== undefined) collected.push(last);
      flush();
      const late = setTimeout(() => raw.destroy(), GOODBYE_MS).unref();
      raw.end(() => clearTimeout(late));
    },
  };
}

/** Waits until the client has read what was written. */
async function drained(raw: ServerResponse, gone: AbortSignal, patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = (): void => reject(gone.reason as Error);
  const late = setTimeout(() => reject(new SubscriberTooSlow()), patienceMs);
  raw.once("drain", resolve);
  gone.addEventListener("abort", leave, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(late);
    raw.off("drain", resolve);
    gone.removeEventListener("abort", leave);
  }
}
