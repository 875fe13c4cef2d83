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
