import { type DatabaseConfig, DATABASE_OPERATIONS, parseTableName, tableText } from "@tempograph/graph";
import type { Client } from "pg";
import type { KeptChanges } from "./change.ts";
import { type DatabaseNames, databaseNames, type TriggerKey } from "./database-names.ts";
import { DatabaseProblem, slotLost } from "./database-problem.ts";
import { type DatabaseState, withGap } from "./database-state.ts";
import { checkColumns, inspectTable, type InspectedTable } from "./inspect-table.ts";
import { installSql, removeSql } from "./outbox/outbox-sql.ts";
import {
  dropPublication,
  dropSlot,
  ensurePublication,
  ensureSlot,
  hasSlot,
  replicationObstacle,
} from "./replication/slot.ts";

/** How a trigger reads its table. */
export function modeOf({ mode = "auto" }: DatabaseConfig, { outboxWanted }: DatabaseState): "replication" | "outbox" {
  if (mode !== "auto") return mode;
  return outboxWanted === true ? "outbox" : "replication";
}

/** What a trigger asks of its table. */
export function askedOf(config: DatabaseConfig, name: string): KeptChanges {
  const { operations = DATABASE_OPERATIONS, columns } = config;
  // The schema and the check of the kind's description hold for each published version.
  return { name, table: parseTableName(config.table)!, operations, columns };
}

/**
 * Makes what keeps the changes of a trigger's table until they are read: a slot with its publication, or an outbox. Idempotent. Answers
 * the new state.
 *
 * @throws DatabaseProblem
 */
export async function makeChangesKept(
  client: Client,
  key: TriggerKey,
  config: DatabaseConfig,
  state: DatabaseState,
): Promise<DatabaseState> {
  const names = databaseNames(key);
  const mode = modeOf(config, state);
  const asked = askedOf(config, mode === "outbox" ? names.outbox : names.slot);
  const found = await inspectTable(client, asked.table);
  checkColumns(asked.table, found.columns, asked.columns);
  await (mode === "replication"
    ? makeSlot(client, found, asked, state.mode === "replication")
    : makeOutbox(client, names, asked, state));
  // What another mode has made is not needed any more. Nobody has read it since the trigger was changed, so that a gap is named.
  const isSwitched = state.mode != null && state.mode !== mode;
  if (isSwitched) await (mode === "replication" ? removeOutbox(client, names) : removeSlot(client, names));
  return {
    ...{ connection: config.connection, table: tableText(asked.table), mode },
    ...(isSwitched && { gaps: withGap(state, new Date().toISOString()) }),
    since: state.mode == null ? new Date().toISOString() : (state.since ?? null),
    replicaIdentity: mode === "outbox" ? "full" : found.replicaIdentity,
    warning: mode === "outbox" ? null : warningOf(found, asked),
  };
}

/** Removes everything that a trigger has in the user's database. Idempotent. */
export async function stopKeepingChanges(client: Client, key: TriggerKey): Promise<void> {
  const names = databaseNames(key);
  await removeSlot(client, names);
  await removeOutbox(client, names);
}

async function makeSlot(client: Client, found: InspectedTable, asked: KeptChanges, wasMade: boolean): Promise<void> {
  const obstacle = replicationObstacle(found, asked);
  if (obstacle !== undefined) throw obstacle;
  // A new slot in place of one that was lost would hide that changes are missing.
  if (wasMade && !(await hasSlot(client, asked.name)))
    throw new DatabaseProblem(slotLost(`the replication slot "${asked.name}" does not exist.`));
  await ensurePublication(client, asked);
  await ensureSlot(client, asked.name);
}

async function makeOutbox(
  client: Client,
  names: DatabaseNames,
  asked: KeptChanges,
  { outboxWanted }: DatabaseState,
): Promise<void> {
  // Somebody may have asked for its removal, and the mode asks for it.
  if (outboxWanted === false) await removeOutbox(client, names);
  if (outboxWanted !== true)
    throw new DatabaseProblem({
      code: "DATABASE_OUTBOX_MISSING",
      message: `No outbox is installed for the table ${tableText(asked.table)}.`,
      hint: "Call `databaseTriggerInstall`. With `dryRun` it tells the SQL that it would run in your database.",
    });
  await inTransaction(client, installSql(asked));
}

async function removeSlot(client: Client, { slot }: DatabaseNames): Promise<void> {
  await dropSlot(client, slot);
  await dropPublication(client, slot);
}

/** Removes the outbox, and the changes in it that were not read. Idempotent. */
export async function removeOutbox(client: Client, { outbox }: DatabaseNames): Promise<void> {
  await inTransaction(client, removeSql({ name: outbox }));
}

/** Whoever writes to the table waits behind these statements: they must not wait long for a lock themselves. */
async function inTransaction(client: Client, statements: readonly string[]): Promise<void> {
  await client.query("begin");
  try {
    await client.query("set local lock_timeout = '5s'");
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

function warningOf({ replicaIdentity }: InspectedTable, { operations, table }: KeptChanges): string | null {
  if (replicaIdentity === "full" || operations.every((operation) => operation === "insert")) return null;
  return `Events of ${tableText(table)} have no old row, only its key: the table's replica identity is ${replicaIdentity}. With "replica identity full" they have it.`;
}
