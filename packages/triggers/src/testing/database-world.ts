import type { Socket } from "node:net";
import { Client } from "pg";
import { openDatabase, type Database } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import type { ReadChange } from "../database/change.ts";
import { prepareSession } from "../database/session.ts";
import { storeChanges } from "../database/store-changes.ts";
import type { OpenPostgres, SourceEvent } from "../trigger-kind.ts";

export async function openClient(url: string, replication = false): Promise<Client> {
  const config = { connectionString: url, ...(replication && { replication: "database" }) };
  const client = new Client(config);
  client.on("error", () => undefined);
  await client.connect();
  await prepareSession(client);
  return client;
}

/** Opens the user's database as a worker does: the connection breaks when the signal aborts. */
export function postgresOpener(url: string): OpenPostgres {
  return async ({ replication = false, signal }) => {
    signal.throwIfAborted();
    const client = await openClient(url, replication);
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
    const end = (): void => void stream.destroy();
    signal.addEventListener("abort", end, { once: true });
    client.once("end", () => signal.removeEventListener("abort", end));
    if (signal.aborted) end();
    return client;
  };
}

/** Stores changes as events of the project `main`, as the worker does it. */
export function storeIn(db: Database): (changes: readonly ReadChange[]) => Promise<void> {
  return async (changes) => {
    const store = async (events: readonly SourceEvent[]): Promise<void> => void (await ingestEvents(db, events));
    await storeChanges(store, { project: "main", source: "tempograph:database/wf/t" }, changes);
  };
}

/** Rows of `orders (id int, note text, doc json)` of which not every value fits into an event, with the columns that do not. */
export const AWKWARD_ROWS = [
  [`insert into orders (id, doc) values (1, '{"a":"\\u0000"}')`, ["doc"]],
  [`insert into orders (id, doc) values (2, '"\\ud800"')`, ["doc"]],
  [`insert into orders (id, doc) values (3, (repeat('[', 5000) || repeat(']', 5000))::json)`, ["doc"]],
  [`insert into orders (id, note) values (4, repeat('x', 3000000))`, ["note"]],
  [`update orders set note = repeat('y', 12000000) where id = 4`, ["note"]],
  [`insert into orders (id, doc) values (5, '{"a":[{"b":"\\\\u0000, [\\""}]}')`, []],
] as const;

export interface DatabaseWorld {
  /** Our own database. */
  readonly db: Database;
  readonly databaseUrl: string;
  /** The user's database, on the same server. */
  readonly users: TestDatabase;
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** The data of the events that were stored since `begin`, in the order in which they were stored. */
  events(): Promise<Record<string, unknown>[]>;
  /** Begins a test anew: runs the statements, and leaves out the events until now. */
  begin(statements: string): Promise<void>;
  end(): Promise<void>;
}

export async function databaseWorld(): Promise<DatabaseWorld> {
  const [own, users] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const db = openDatabase(own.url);
  const client = await openClient(users.url);
  let before = 0;
  return {
    ...{ db, users, databaseUrl: own.url },
    sql: async (text, values = []) => (await client.query(text, [...values])).rows as Record<string, unknown>[],
    events: async () => (await storedChanges(db)).slice(before),
    async begin(statements) {
      await client.query(statements);
      before = (await storedChanges(db)).length;
    },
    async end() {
      await client.end();
      await db.destroy();
      const admin = await openClient(users.url);
      await admin.query(
        `select pg_terminate_backend(active_pid, 5000) from pg_replication_slots
          where database = current_database() and active_pid is not null`,
      );
      await admin.query(
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()",
      );
      await admin.end();
      await Promise.all([own.drop(), users.drop()]);
    },
  };
}

export async function storedChanges(db: Database): Promise<Record<string, unknown>[]> {
  const rows = await db.selectFrom("events").select("data").orderBy("seq").execute();
  return rows.map(({ data }) => data as Record<string, unknown>);
}
