import type { TriggerRow } from "@tempograph/db";
import type { DatabaseConfig } from "@tempograph/graph";
import { databaseNames } from "./database-names.ts";
import type { DatabaseState } from "./database-state.ts";
import { askedOf, modeOf } from "./trigger-mode.ts";
import { closeSql, installSql, markSql, removeClosedSql, removeSql } from "./outbox/outbox-sql.ts";

/**
 * What a worker runs in the user's database to install or to remove the outbox of a trigger. Where the trigger changes its mode by that,
 * the outbox notes at which position of the log, and what has kept the changes until then goes when they are events.
 */
export function outboxStatements(row: TriggerRow, wanted: boolean): readonly string[] {
  const config = row.config as unknown as DatabaseConfig;
  const { mode = null } = row.state as DatabaseState;
  const asked = askedOf(config, databaseNames(row).outbox);
  const isSwitched = mode !== null && mode !== modeOf(config, { outboxWanted: wanted });
  if (wanted) return isSwitched ? [...installSql(asked), ...markSql(asked)] : installSql(asked);
  return isSwitched ? [...closeSql(asked), ...markSql(asked), ...removeClosedSql(asked)] : removeSql(asked);
}
