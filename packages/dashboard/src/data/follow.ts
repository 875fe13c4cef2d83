import { createClient } from "graphql-sse";
import { fromGraphqlError } from "./request.ts";
import { ApiError } from "./api-error.ts";
import { connection, ownHeaders } from "./connection.ts";
import { fetchWithin } from "./fetch-within.ts";
import { pause } from "./pause.ts";
import { textOf, type ApiDocument } from "./api-document.ts";

/** The pauses before a stream is opened again. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 5_000] as const;

/** A stream of which nothing is heard for this time is opened again. The API sends a sign of life every 12 seconds. */
const QUIET_MS = 40_000;

const client = createClient({
  url: "/graphql",
  credentials: "same-origin",
  headers: ownHeaders,
  fetchFn: (input: RequestInfo, init?: RequestInit) => fetchWithin(QUIET_MS, input, init),
  // The variables change with each attempt, because they carry the cursor: `follow` tries again by itself.
  retryAttempts: 0,
});

export interface FollowOptions<Data, Variables> {
  /** The variables, with the cursor of the last update that was seen; undefined at the beginning. */
  readonly variables: (cursor: string | undefined) => Variables;
  /** The cursor of an update; undefined where the stream has none. */
  readonly cursorOf: (data: Data) => string | undefined;
  readonly onUpdate: (data: Data) => void;
  /** The connection broke, and is made again. */
  readonly onBreak?: () => void;
  readonly signal: AbortSignal;
}

/**
 * Follows a subscription until it ends by itself, which resolves, or until the signal. When the connection breaks it goes on behind the last update, so
 * that none is missed and none comes twice. Throws an ApiError where the API refuses.
 */
export async function follow<Data, Variables>(
  document: ApiDocument<Data, Variables>,
  { variables, cursorOf, onUpdate, onBreak, signal }: FollowOptions<Data, Variables>,
): Promise<void> {
  const { text: query } = textOf(document);
  let cursor: string | undefined;
  let failures = 0;
  for (;;) {
    const updates = client.iterate<Data>({ query, variables: variables(cursor) as Record<string, unknown> });
    const end = (): void => void updates.return?.();
    try {
      signal.addEventListener("abort", end, { once: true });
      for await (const { data, errors } of updates) {
        if (signal.aborted) return;
        if (errors?.[0] !== undefined) throw fromGraphqlError(errors[0] as Parameters<typeof fromGraphqlError>[0]);
        if (data == null) continue;
        failures = 0;
        cursor = cursorOf(data) ?? cursor;
        onUpdate(data);
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && !error.retryable) throw error;
      failures += 1;
      onBreak?.();
      if (statusOf(error) === 401) connection.set("signedOut");
      // A stream may break by itself; that it cannot be opened again means that the API is away.
      else if (failures > 1 && statusOf(error) === undefined) connection.set("lost");
    } finally {
      signal.removeEventListener("abort", end);
    }
    await pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 250, signal);
    await connected(signal);
    if (signal.aborted) return;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly response?: { readonly status?: number } }).response?.status;
}

/** Waits until the API answers and somebody is signed in: the shell looks after that. */
async function connected(signal: AbortSignal): Promise<void> {
  if (connection.get() === "ok" || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (connection.get() !== "ok" && !signal.aborted) return;
      stop();
      signal.removeEventListener("abort", look);
      resolve();
    };
    const stop = connection.subscribe(look);
    signal.addEventListener("abort", look);
  });
}
