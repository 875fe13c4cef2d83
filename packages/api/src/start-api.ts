import type { FastifyInstance } from "fastify";
import { migrateToLatest, openDatabase } from "@tempograph/db";
import { createApp } from "./app/app.ts";
import { createEventStore } from "./app/create-event-store.ts";
import type { ApiConfig } from "./config.ts";
import { createLog } from "./http/log.ts";
import { readToken } from "./http/read-token.ts";
import { createServer } from "./http/create-server.ts";
import { openLiveUpdates } from "./live/live-updates.ts";
import { connectTemporal } from "./temporal/connect-temporal.ts";

export interface RunningApi {
  /** `http://127.0.0.1:43210`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Ends subscriptions, lets requests finish, closes what it opened. */
  stop(): Promise<void>;
}

/** Migrates the database and serves. Throws where Postgres cannot be reached; Temporal may be down. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const log = createLog(config.logLevel);
  const token = config.token ?? (await readToken(config.dataDir));
  const db = openDatabase(config.databaseUrl, {
    applicationName: "tempograph api",
    onIdleError: (error) => log.warn({ err: error }, "a database connection broke"),
  });
  try {
    await migrateToLatest(config.databaseUrl);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const temporal = connectTemporal({ address: config.temporalAddress, namespace: config.temporalNamespace });
  const live = openLiveUpdates({
    db,
    databaseUrl: config.databaseUrl,
    onError: (error) => log.warn({ err: error }, "live updates"),
  });
  const app = createApp({
    db,
    events: createEventStore(db),
    temporal,
    live,
    namespace: config.temporalNamespace,
    temporalUiUrl: config.temporalUiUrl,
  });
  const release = async (): Promise<void> => {
    await Promise.allSettled([live.stop(), temporal.close()]);
    await db.destroy();
  };
  const server = await createServer({ app, token, log, host: config.host });
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    log.info({ url }, "the API listens");
    return {
      url,
      token,
      async stop() {
        // First the endless ones: a subscription would keep its connection open for ever.
        await live.stop();
        await closeServer(server);
        await release();
      },
    };
  } catch (error) {
    await server.close();
    await release();
    throw error;
  }
}

/** How long a request that runs may take to end. */
const DRAIN_MS = 10_000;

/** Takes no new connection, lets requests end, and does not wait for clients to give up connections that they no longer use. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.server.closeAllConnections(), DRAIN_MS);
  try {
    await server.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
