import { findConnectionKind, type Database } from "@tempograph/db";
import { databaseTrigger, type DatabaseConfig, type JsonObject, type Problem } from "@tempograph/graph";
import type { PublishedTrigger, TriggerKind } from "../trigger-kind.ts";
import { type DatabaseState, goneOn } from "./database-state.ts";
import { followDatabase, type FollowTimes } from "./follow-database.ts";
import { syncDatabase } from "./sync-database.ts";

/** Changes of tables in users' databases. */
export function createDatabaseKind(times: FollowTimes): TriggerKind {
  return {
    description: databaseTrigger,
    check: checkConnection,
    sync: syncDatabase,
    goOn: (state, now) =>
      (state as DatabaseState).stopped == null ? null : (goneOn(state as DatabaseState, now) as JsonObject),
    follow: (deps, row, following) => followDatabase(deps, row, following, times),
  };
}

export const databaseKind = createDatabaseKind({ pollMs: 1_000, watchMs: 10_000 });

/** The connection has to be there, and the workflow has to be allowed to use it, when the trigger is published. */
async function checkConnection(tx: Database, { trigger, workflowId }: PublishedTrigger): Promise<readonly Problem[]> {
  const { connection } = trigger.config as unknown as DatabaseConfig;
  const found = await findConnectionKind(tx, connection);
  const problem = (code: string, message: string, hint: string): readonly Problem[] => [
    { code, severity: "error", path: "/config/connection", message, hint },
  ];
  if (found === undefined)
    return problem(
      "CONNECTION_UNKNOWN",
      `There is no connection "${connection}".`,
      "Name a connection of the project, or make it first.",
    );
  if (found.type !== "postgres")
    return problem(
      "CONNECTION_TYPE_WRONG",
      `The connection "${connection}" is of the type ${found.type}, and no Postgres database.`,
      "Name a connection of the type postgres.",
    );
  if (found.usableBy !== null && !found.usableBy.includes(workflowId))
    return problem(
      "CONNECTION_NOT_ALLOWED",
      `This workflow may not use the connection "${connection}".`,
      "Name another connection, or let somebody who knows its secrets add this workflow to `usableBy`.",
    );
  return [];
}
