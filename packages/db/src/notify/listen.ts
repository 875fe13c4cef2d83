import { backOffMs } from "@tempograph/runtime";
import type pg from "pg";
import { boundedClient } from "../connection/bounded-client.ts";
import { KEEP_ALIVE_MS } from "../connection/open-database.ts";
import type { Channel } from "./channels.ts";

export interface ListenOptions {
  /** The connection was lost and is back. Notifications sent in between are lost, so the caller must poll now. */
  readonly onReconnect?: (() => void) | undefined;
  /** The connection broke or could not be made; tried again by itself. */
  readonly onError?: ((error: Error) => void) | undefined;
  /** Milliseconds between two proofs that the connection lives. Default 10,000. */
  readonly proveMs?: number | undefined;
}

/**
 * How often the connection proves that it lives, in ms. A listener only reads, and on a half-open connection it would wait for ever: nothing
 * comes, and nothing says so.
 */
const PROVE_MS = 10_000;
/** How long each statement of the connection may take; after twice this time without an answer it counts as lost. */
const STATEMENT_MS = 2_500;
const CONNECT_MS = 10_000;
const GOODBYE_MS = 1_000;

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
  let proving: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let connectedBefore = false;
  const Client = boundedClient(STATEMENT_MS);
  const { promise: ready, resolve: nowReady } = Promise.withResolvers<void>();

  async function connect(): Promise<void> {
    const mine = new Client({
      connectionString: url,
      application_name: "tempograph listen",
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    });
    client = mine;
    let lost = false;
    const lose = (error?: Error): void => {
      if (lost || stopped) return;
      lost = true;
      options.onError?.(error ?? new Error("The connection that listens for notifications ended"));
      clearTimeout(proving);
      mine.connection.stream.destroy();
      failures += 1;
      timer = setTimeout(() => void connect(), backOffMs(failures, RECONNECT));
    };
    mine.on("error", lose);
    mine.on("end", () => lose());
    mine.on("notification", ({ channel, payload }) => {
      if (!stopped) onNotify(channel as Channel, payload ?? "");
    });
    function prove(): void {
      if (stopped || lost) return;
      proving = setTimeout(() => mine.query("select 1").then(prove, lose), options.proveMs ?? PROVE_MS).unref();
    }
    try {
      await mine.connect();
      await mine.query(channels.map((channel) => `listen "${channel}"`).join(";"));
    } catch (error) {
      lose(error as Error);
      return;
    }
    if (stopped || lost) return;
    failures = 0;
    prove();
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
      clearTimeout(proving);
      nowReady();
      if (client !== undefined) await end(client);
    },
  };
}

/** Says goodbye. A connection whose other end is gone would wait for the answer for ever. */
async function end(client: pg.Client): Promise<void> {
  const late = setTimeout(() => client.connection.stream.destroy(), GOODBYE_MS);
  await client.end().catch(() => {});
  clearTimeout(late);
}
