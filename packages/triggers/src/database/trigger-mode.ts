import { type DatabaseConfig, DATABASE_OPERATIONS, parseTableName } from "@tempograph/graph";
import type { KeptChanges } from "./change.ts";
import type { DatabaseMode, DatabaseState } from "./database-state.ts";

/** How a trigger reads its table. */
export function modeOf({ mode = "auto" }: DatabaseConfig, { outboxWanted }: DatabaseState): DatabaseMode {
  if (mode !== "auto") return mode;
  return outboxWanted === true ? "outbox" : "replication";
}

/** What a trigger asks of its table. */
export function askedOf(config: DatabaseConfig, name: string): KeptChanges {
  const { operations = DATABASE_OPERATIONS, columns } = config;
  // The schema and the check of the kind's description hold for each published version.
  return { name, table: parseTableName(config.table)!, operations, columns };
}
