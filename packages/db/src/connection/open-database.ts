import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "../tables.ts";
import { boundedClient } from "./bounded-client.ts";
import { boundsOf, settingBounds } from "./bounds.ts";
import { keepPool } from "./opened-pool.ts";
import { preparingClient } from "./prepared-statements.ts";
import { RefusedWrites } from "./refused-writes.ts";
import { typeParsers } from "./type-parsers.ts";

/** A pool of connections, queried through Kysely. End it with `destroy()`. */
export type Database = Kysely<Tables>;

export interface OpenDatabaseOptions {
  /** Most connections at once. Default 10. */
  readonly max?: number | undefined;
  /** Shown in pg_stat_activity. Default `tempograph`. */
  readonly applicationName?: string | undefined;
  /**
   * Prepares the statements that are used most, which spares Postgres their parsing and planning. Default: yes, unless the
   * URL says `?prepare=false`, as it has to before a pooler that gives each transaction another connection (PgBouncer in
   * transaction mode).
   */
  readonly prepare?: boolean | undefined;
  /** The role that its connections take on, which the URL's user must be allowed to do. Not behind a pooler. */
  readonly role?: string | undefined;
  /**
   * The longest that a statement may take, in ms. Default: `statement_timeout` of the URL, or 30,000. Where Postgres says nothing for some
   * seconds longer, the connection is broken off.
   */
  readonly statementMs?: number | undefined;
  /** Called when an idle connection breaks; the pool replaces it by itself. Default: nothing, since the next query reports the problem. */
  readonly onIdleError?: ((error: Error) => void) | undefined;
}

/** After how long without traffic TCP asks whether the other end is there. */
export const KEEP_ALIVE_MS = 10_000;

/** Opens nothing yet: the first query connects. `url` is a `postgres://` URL. */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): Database {
  const prepare = options.prepare ?? !/[?&]prepare=false(?:&|$)/.test(url);
  const { role } = options;
  const bounds = boundsOf(url, options.statementMs);
  const refusedWrites = new RefusedWrites();
  const Client = boundedClient(bounds.statementMs, (error) => refusedWrites.note(error));
  // Before a pooler a setting would last longer than the transaction, for whoever gets the connection next.
  const settings = [
    ...(prepare ? [settingBounds(bounds)] : []),
    ...(role === undefined ? [] : [`set role ${pg.escapeIdentifier(role)}`]),
  ].join("; ");
  const pool = new pg.Pool({
    Client: prepare ? preparingClient(Client) : Client,
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "tempograph",
    types: typeParsers,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    // By a statement, and not by a parameter of the connection's start: the URL may have such parameters of its own, which count more, and
    // some poolers leave them out. A connection that cannot take the role or a bound on is not used.
    ...(settings !== "" && { onConnect: (client) => client.query(settings) }),
  });
  // Without listeners a connection that breaks while nobody queries would end the process: idle in the pool, or held by a
  // transaction that is busy elsewhere (whose next query then tells).
  pool.on("error", (error) => options.onIdleError?.(error));
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  keepPool(db, { pool, keepsSettings: prepare, refusedWrites });
  return db;
}
