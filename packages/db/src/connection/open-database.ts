import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "../tables.ts";
import { keepPool } from "./opened-pool.ts";
import { preparingClient } from "./prepared-statements.ts";
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
  /** Called when an idle connection breaks; the pool replaces it by itself. Default: nothing, since the next query reports the problem. */
  readonly onIdleError?: ((error: Error) => void) | undefined;
}

/** Opens nothing yet: the first query connects. `url` is a `postgres://` URL. */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): Database {
  const prepare = options.prepare ?? !/[?&]prepare=false(?:&|$)/.test(url);
  const { role } = options;
  const pool = new pg.Pool({
    ...(prepare && { Client: preparingClient() }),
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "tempograph",
    types: typeParsers,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // By a statement, and not by a parameter of the connection's start: the URL may have such parameters of its own, which count more, and
    // some poolers leave them out. A connection that cannot take the role on is not used.
    ...(role !== undefined && { onConnect: (client) => client.query(`set role ${pg.escapeIdentifier(role)}`) }),
  });
  // Without listeners a connection that breaks while nobody queries would end the process: idle in the pool, or held by a
  // transaction that is busy elsewhere (whose next query then tells).
  pool.on("error", (error) => options.onIdleError?.(error));
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  keepPool(db, { pool, keepsSettings: prepare });
  return db;
}
