import { databaseTrigger, type DatabaseConfig, type JsonObject } from "@tempograph/graph";
import { connectionProblems } from "../connection-problems.ts";
import type { TriggerKind } from "../trigger-kind.ts";
import { type DatabaseState, goneOn } from "./database-state.ts";
import { followDatabase, type FollowTimes } from "./follow-database.ts";
import { syncDatabase } from "./sync-database.ts";

/** Changes of tables in users' databases. */
export function createDatabaseKind(times: FollowTimes): TriggerKind {
  return {
    description: databaseTrigger,
    check(tx, { trigger, workflowId }) {
      const { connection } = trigger.config as unknown as DatabaseConfig;
      return connectionProblems(tx, workflowId, connection, { types: ["postgres"], path: "/config/connection" });
    },
    sync: (deps, row) => syncDatabase(deps, row, times),
    goOn: (state, now) =>
      (state as DatabaseState).stopped == null ? null : (goneOn(state as DatabaseState, now) as JsonObject),
    follow: (deps, row, following) => followDatabase(deps, row, following, times),
  };
}

export const databaseKind = createDatabaseKind({ pollMs: 1_000, watchMs: 10_000 });
