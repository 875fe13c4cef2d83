import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { keepRefusedWrites, poolOf, type OpenedPool } from "../connection/opened-pool.ts";
import type { Tables } from "../tables.ts";
import { EVERY_PROJECT, ProjectScope } from "./project-scope.ts";

declare const bound: unique symbol;

/** A database that shows and writes the rows of one project only. Made by `forProject` alone. */
export type ProjectDatabase = Database & { readonly [bound]: true };

/**
 * Binds a database that `openDatabase` gave to one project. Two things hold for its queries, transactions included:
 *
 * 1. `inProject` and its like put the project into their conditions, and inserts carry it.
 * 2. Their connections have the setting `tempograph.project`, by which the policies of row-level security choose rows. A query
 *    that forgets its condition still sees no other project (I13).
 *
 * It uses the connections of the given database, and ends with it. Binding costs nothing until the first query.
 */
export function forProject(db: Database, project: string): ProjectDatabase {
  const opened = poolOf(db);
  const dialect = new PostgresDialect({ pool: settingProject(opened, project) });
  const own = new Kysely<Tables>({ dialect, plugins: [new ProjectScope(project)] }) as ProjectDatabase;
  keepRefusedWrites(own, opened);
  return own;
}

/** The database for work of the process itself that concerns every project, such as taking the next bulk job. */
export function forEveryProject(db: Database): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: settingProject(poolOf(db), EVERY_PROJECT) }) });
}

/** Which project a connection serves since it was last told. */
const served = new WeakMap<object, string>();

/** Connections of a pool, told the project before they are used. A connection that served this project last is not told again. */
function settingProject({ pool, keepsSettings }: OpenedPool, project: string): PostgresPool {
  return {
    options: pool.options,
    async connect() {
      const client = (await pool.connect()) as PostgresPoolClient;
      if (!keepsSettings) return settingInTransactions(client, project);
      if (served.get(client) !== project) {
        try {
          await client.query("select set_config('tempograph.project', $1, false)", [project]);
        } catch (error) {
          served.delete(client);
          client.release(true);
          throw error;
        }
        served.set(client, project);
      }
      return client;
    },
    // The pool is the opened database's.
    end: () => Promise.resolve(),
  } as PostgresPool;
}

/**
 * A client behind a pooler that may give each transaction another connection: the project is told inside of each
 * transaction, and a single statement gets a transaction of its own.
 */
function settingInTransactions(client: PostgresPoolClient, project: string): PostgresPoolClient {
  const tell = () => client.query("select set_config('tempograph.project', $1, true)", [project]);
  let inside = false;
  return {
    release: (destroy) => client.release(destroy),
    async query(text: string, values: readonly unknown[]) {
      if (/^(?:begin|start transaction)/.test(text)) {
        const begun = await client.query(text, values);
        inside = true;
        await tell();
        return begun;
      }
      if (inside) {
        if (text === "commit" || text === "rollback") inside = false;
        return await client.query(text, values);
      }
      await client.query("begin", []);
      try {
        await tell();
        const result = await client.query(text, values);
        await client.query("commit", []);
        return result;
      } catch (error) {
        await client.query("rollback", []).catch(() => {});
        throw error;
      }
    },
  } as PostgresPoolClient;
}
