import { sql } from "kysely";
import { statementsOf } from "../connection/bounded-client.ts";
import type { Database } from "../connection/open-database.ts";

/** Postgres ended a statement that took longer than it may take. */
export class StatementTooLong extends Error {}

/** What Postgres says of a statement that it has ended. */
const QUERY_CANCELED = "57014";

/**
 * Does work in a transaction of its own, whose statements may each take so long. Postgres ends one that takes longer, so that its connection
 * is free for others again.
 *
 * @throws StatementTooLong
 */
export async function withinTime<Db extends Database, Value>(
  db: Db,
  mostMs: number,
  work: (db: Db) => Promise<Value>,
): Promise<Value> {
  try {
    return await statementsOf.run(mostMs, () =>
      db.transaction().execute(async (tx) => {
        await limitStatements(tx, mostMs);
        return await work(tx as unknown as Db);
      }),
    );
  } catch (error) {
    throw isTooLong(error) ? new StatementTooLong(`A statement took more than ${String(mostMs)} ms.`) : error;
  }
}

/** Limits the time of the statements that follow in a transaction. Plugins are left out, because they may rewrite every statement. */
async function limitStatements(tx: Database, mostMs: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(mostMs)}, true)`.execute(tx.withoutPlugins());
}

function isTooLong(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === QUERY_CANCELED;
}
