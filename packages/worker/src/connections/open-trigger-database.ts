import { openPostgresClient, postgresConnection, type PostgresClient } from "@tempograph/activities";
import {
  createEgressFetch,
  createNodeConnect,
  type EgressRules,
  openConnection,
  permanent,
} from "@tempograph/nodes-sdk";
import type { FindTriggerConnection } from "./find-connection.ts";

export interface OpenTriggerDatabaseOptions {
  readonly find: FindTriggerConnection;
  /** What the stack allows. */
  readonly egressAllow: readonly string[];
  /** What the project may reach of that. */
  readonly rulesOf: (project: string) => Promise<EgressRules | undefined>;
}

export interface DatabaseRequest {
  readonly project: string;
  readonly workflowId: string;
  /** The name of a connection of the type `postgres`. */
  readonly connection: string;
  /** Whether the client is for a replication. Other clients have a limit of time for each statement. */
  readonly replication?: boolean;
  /** Ends the client's connection. */
  readonly signal: AbortSignal;
}

/**
 * Opens databases of users for triggers, with the rights of their workflows and under the egress rules of their projects (I11). Nothing
 * is kept: a change of the connection or of the rules reaches the next client.
 */
export function createOpenTriggerDatabase({ find, egressAllow, rulesOf }: OpenTriggerDatabaseOptions) {
  return async ({ connection, replication = false, signal, ...trigger }: DatabaseRequest): Promise<PostgresClient> => {
    const [stored, rules] = await Promise.all([find(trigger, connection), rulesOf(trigger.project)]);
    if (stored.type !== postgresConnection.type)
      throw permanent("CONNECTION_TYPE_WRONG", `The connection "${connection}" is no Postgres database.`, {
        hint: "Name a connection of the type postgres.",
        details: { connection, type: stored.type },
      });
    const { fields, onlyHosts } = openConnection(postgresConnection as never, stored).step;
    const egress = createEgressFetch({ allow: egressAllow, ...(rules && { rules: [rules] }) });
    try {
      const connect = createNodeConnect(egress.connect, signal, onlyHosts);
      return await openPostgresClient(
        connect,
        signal,
        fields as never,
        replication ? { replication: "database", keepAlive: true } : { query_timeout: 60_000 },
      );
    } finally {
      await egress.close();
    }
  };
}
