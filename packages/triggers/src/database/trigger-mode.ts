import { type DatabaseConfig, DATABASE_OPERATIONS, parseTableName, tableText } from "@tempograph/graph";
import type { KeptChanges } from "./change.ts";
import type { DatabaseMode, DatabaseState } from "./database-state.ts";
import type { InspectedTable } from "./inspect-table.ts";

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

/** What the state says of old rows: how far the trigger's events have them. */
export function toldOf(mode: DatabaseMode, found: InspectedTable, asked: KeptChanges): DatabaseState {
  if (mode === "outbox") return { replicaIdentity: "full", warning: null };
  return { replicaIdentity: found.replicaIdentity, warning: warningOf(found, asked) };
}

function warningOf({ replicaIdentity }: InspectedTable, { operations, table }: KeptChanges): string | null {
  if (replicaIdentity === "full" || operations.every((operation) => operation === "insert")) return null;
  return `Events of ${tableText(table)} have no old row, only its key: the table's replica identity is ${replicaIdentity}. With "replica identity full" they have it.`;
}
