import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { PreparedRequest } from "./make-request.ts";
import { pause } from "./pause.ts";
import { backOffMs, errorOf, unreachable } from "./send-request.ts";
import { TempographError } from "./tempograph-error.ts";

interface Following {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal | undefined;
  readonly onReconnect?: ((reason: unknown) => void) | undefined;
}

/** The server sends a comment every 15 seconds. A connection that is silent for longer is dead. */
const SILENCE_MS = 45_000;
/** How often in succession a connection may fail that brings no update. */
const MOST_FAILURES = 10;

/**
 * Gives the updates of a stream of Server-Sent Events, each once (I7). When the connection breaks, it is made again after the last
 * update that was given; a stream whose updates have no id begins anew. It ends when the server says that there is nothing more, by 204 or
 * the message `end`. Throws if the API refuses the request.
 */
export async function* follow(request: PreparedRequest, following: Following): AsyncGenerator<unknown, void> {
  const { signal, onReconnect } = following;
  let last: string | undefined;
  for (let failures = 0; ;) {
    let reason: unknown;
    try {
      for await (const update of connection(request, last, following)) {
        if (update === "end") return;
        last = update.id ?? last;
        // A stream without ids begins anew when it breaks. It must not do so for ever.
        if (update.id !== undefined) failures = 0;
        yield JSON.parse(update.data);
      }
    } catch (error) {
      signal?.throwIfAborted();
      const away = error instanceof TempographError && (error.status === undefined || error.status >= 500);
      const wait = error instanceof TempographError && error.status === 429;
      if (!away && !wait) throw error;
      if (++failures > MOST_FAILURES) throw error;
      reason = error;
      await pause(error.retryAfterS === undefined ? backOffMs(failures) : error.retryAfterS * 1000, signal);
    }
    // The server ends a stream after the last update, and the next request tells that by 204. Only other ends are worth telling.
    if (reason !== undefined) onReconnect?.(reason);
  }
}

/** The updates of one connection, and `end` if the server says that there is nothing more. */
async function* connection(
  { method, url, headers, body }: PreparedRequest,
  last: string | undefined,
  { fetch, signal }: Following,
): AsyncGenerator<EventSourceMessage | "end"> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => void messages.push(message) });
  try {
    const response = await fetch(url, {
      method,
      ...(body !== undefined && { body }),
      headers: { ...headers, accept: "text/event-stream", ...(last !== undefined && { "last-event-id": last }) },
      signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
    });
    if (response.status === 204) return yield "end";
    if (!response.ok || response.body === null) throw await errorOf(response);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        parser.feed(decoder.decode(value, { stream: true }));
        for (const message of messages.splice(0)) {
          if (message.event === "refused") throw await errorOf(problemOf(message.data));
          yield message.event === "end" ? "end" : message;
        }
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof TempographError) throw error;
    signal?.throwIfAborted();
    throw unreachable({ url, method: "GET" }, error);
  } finally {
    clearTimeout(timer);
  }
}

/** What the server says in a stream that has begun, as the answer that it would have been otherwise. */
function problemOf(text: string): Response {
  const { status } = JSON.parse(text) as { readonly status: number };
  return new Response(text, { status, headers: { "content-type": "application/problem+json" } });
}
