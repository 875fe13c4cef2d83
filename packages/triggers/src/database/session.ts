import type { Client } from "pg";
import type { TriggerDeps } from "../trigger-kind.ts";
import { asDatabaseProblem } from "./database-problem.ts";

export interface SessionRequest {
  readonly project: string;
  readonly workflowId: string;
  readonly connection: string;
  readonly replication?: boolean;
  readonly signal: AbortSignal;
}

/** Dates are printed as ISO in UTC, numbers with all their digits, whatever the server or the user's role prefers. */
const SETTINGS = {
  ...{ datestyle: "ISO", timezone: "UTC", intervalstyle: "iso_8601", extra_float_digits: "3", bytea_output: "hex" },
} as const;

/** Opens a user's database for a trigger. @throws TriggerSyncError */
export async function openSession(deps: Pick<TriggerDeps, "openPostgres">, request: SessionRequest): Promise<Client> {
  let client: Client | undefined;
  try {
    client = await deps.openPostgres(request);
    await prepareSession(client);
    return client;
  } catch (error) {
    await client?.end().catch(() => undefined);
    throw asDatabaseProblem(error);
  }
}

/** One statement without parameters, because a session of replication takes no others. */
export async function prepareSession(client: Client): Promise<void> {
  for (const [name, value] of Object.entries(SETTINGS)) await client.query(`set ${name} = '${value}'`);
}

/**
 * Runs statements in one transaction. Whoever writes to the user's table waits behind them: they must not wait long for a lock themselves.
 * No two transactions change one outbox at once.
 */
export async function inTransaction(client: Client, outbox: string, statements: readonly string[]): Promise<void> {
  await client.query("begin");
  try {
    // A position of the log that was noted here must not be ahead of what the server has on its disk.
    await client.query("set local lock_timeout = '5s'; set local synchronous_commit = on");
    await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`tempograph ${outbox}`]);
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Does something in a session of its own. @throws TriggerSyncError */
export async function inSession<T>(
  deps: Pick<TriggerDeps, "openPostgres">,
  request: SessionRequest,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await openSession(deps, request);
  try {
    return await work(client);
  } catch (error) {
    throw asDatabaseProblem(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
