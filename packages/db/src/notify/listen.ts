import { backOffMs } from "@tempograph/runtime";
import pg from "pg";
import type { Channel } from "./channels.ts";

export interface ListenOptions {
  /** The connection was lost and is back. Notifications sent in between are lost, so the caller must poll now. */
  readonly onReconnect?: (() => void) | undefined;
  /** The connection broke or could not be made; tried again by itself. */
  readonly onError?: ((error: Error) => void) | undefined;
}

export interface Listener {
  /** Resolves at the first time that notifications arrive, or at `stop`. */
  readonly ready: Promise<void>;
  /** No call of `onNotify` begins after it. */
  stop(): Promise<void>;
}

const RECONNECT = { minMs: 50, maxMs: 5_000 };

/** Listens for NOTIFY on its own connection, which it opens again whenever it breaks. */
export function listen(
  url: string,
  channels: readonly Channel[],
  onNotify: (channel: Channel, payload: string) => void,
  options: ListenOptions = {},
): Listener {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let connectedBefore = false;
  const { promise: ready, resolve: nowReady } = Promise.withResolvers<void>();

  async function connect(): Promise<void> {
    const mine = new pg.Client({ connectionString: url, application_name: "tempograph listen", keepAlive: true });
    client = mine;
    let lost = false;
    const lose = (error?: Error): void => {
      if (lost || stopped) return;
      lost = true;
      options.onError?.(error ?? new Error("The connection that listens for notifications ended"));
      void mine.end().catch(() => {});
      failures += 1;
      timer = setTimeout(() => void connect(), backOffMs(failures, RECONNECT));
    };
    mine.on("error", lose);
    mine.on("end", () => lose());
    mine.on("notification", ({ channel, payload }) => {
      if (!stopped) onNotify(channel as Channel, payload ?? "");
    });
    try {
      await mine.connect();
      await mine.query(channels.map((channel) => `listen "${channel}"`).join(";"));
    } catch (error) {
      lose(error as Error);
      return;
    }
    if (stopped || lost) return;
    failures = 0;
    if (connectedBefore) options.onReconnect?.();
    connectedBefore = true;
    nowReady();
  }

  void connect();
  return {
    ready,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      nowReady();
      await client?.end().catch(() => {});
    },
  };
}
