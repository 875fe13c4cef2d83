import type { TriggerRow } from "@tempograph/db";
import type { DatabaseConfig } from "@tempograph/graph";
import { databaseNames } from "./database-names.ts";
import { askedOf } from "./make-changes-kept.ts";
import { installSql, removeSql } from "./outbox/outbox-sql.ts";

/** What a worker runs in the user's database to install or to remove the outbox of a trigger. */
export function outboxStatements(row: TriggerRow, wanted: boolean): readonly string[] {
  const { outbox } = databaseNames(row);
  return wanted ? installSql(askedOf(row.config as unknown as DatabaseConfig, outbox)) : removeSql({ name: outbox });
}
