import { type DatabaseConfig, type TableName, tableText } from "@tempograph/graph";
import type { Client } from "pg";
import { requireKept } from "./check-backlog.ts";
import { type DatabaseNames, databaseNames, OUTBOX_SCHEMA, type TriggerKey } from "./database-names.ts";
import { DatabaseProblem } from "./database-problem.ts";
import type { DatabaseState, Leftover } from "./database-state.ts";
import { checkColumns, inspectTable } from "./inspect-table.ts";
import { closeSql, installSql, markSql, removeClosedSql, removeSql, unmarkSql } from "./outbox/outbox-sql.ts";
import {
  advanceSlot,
  dropPublication,
  dropSlot,
  ensurePublication,
  ensureSlot,
  hasSlot,
  replicationObstacle,
} from "./replication/slot.ts";
import { inTransaction } from "./session.ts";
import { askedOf, modeOf, toldOf } from "./trigger-mode.ts";

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
  const wanted = modeOf(config, state);
  // One change of the mode at a time: the next one begins when nothing is left of the mode before.
  const mode = state.leftover == null || state.mode == null ? wanted : state.mode;
  const asked = askedOf(config, mode === "outbox" ? names.outbox : names.slot);
  const found = await inspectTable(client, asked.table);
  checkColumns(asked.table, found.columns, asked.columns);
  const before = state.mode ?? null;
  const isSwitched = before !== null && before !== mode;
  if (isSwitched) await requireKept(client, names, before);
  if (mode === "outbox") {
    if (wanted === "outbox" && state.outboxWanted !== true) {
      // Somebody may have asked for its removal, and the mode asks for it.
      if (state.outboxWanted === false && !isSwitched) await stopKeepingChanges(client, key);
      throw outboxMissing(asked.table);
    }
    const mark = isSwitched ? markSql(asked) : before === null ? unmarkSql(asked) : [];
    await inTransaction(client, asked.name, [...installSql(asked), ...mark]);
  } else {
    const obstacle = replicationObstacle(found, asked);
    if (obstacle !== undefined) throw obstacle;
    // A new slot in place of one that was lost would hide that changes are missing.
    if (before === mode) await requireKept(client, names, mode);
    await ensurePublication(client, asked);
    await ensureSlot(client, asked.name);
    const outbox = { name: names.outbox };
    if (isSwitched) await inTransaction(client, names.outbox, [...closeSql(outbox), ...markSql(outbox)]);
  }
  // Nobody knows of anything that the other mode has kept.
  if (before === null) await (mode === "replication" ? removeOutbox(client, names) : removeSlot(client, names));
  return {
    ...{ connection: config.connection, table: tableText(asked.table), mode },
    ...(isSwitched && { leftover: { mode: before, at: await markOf(client, names) } }),
    since: before === null ? new Date().toISOString() : (state.since ?? null),
    ...toldOf(mode, found, asked),
  };
}

/**
 * Removes what has kept the changes of the mode before, when all of them are events. Idempotent, and harmless if the trigger has changed
 * its mode once more since: a slot or an outbox that was made later stays.
 */
export async function removeLeftover(client: Client, key: TriggerKey, { mode, at }: Leftover): Promise<void> {
  const names = databaseNames(key);
  const outbox = { name: names.outbox };
  if (mode === "outbox") {
    // Changes before the position have come through the outbox.
    await advanceSlot(client, names.slot, at);
    await inTransaction(client, names.outbox, removeClosedSql(outbox));
    return;
  }
  await inTransaction(client, names.outbox, unmarkSql(outbox));
  await dropSlot(client, names.slot, at);
  if (!(await hasSlot(client, names.slot))) await dropPublication(client, names.slot);
}

/** Removes everything that a trigger has in the user's database. Idempotent. */
export async function stopKeepingChanges(client: Client, key: TriggerKey): Promise<void> {
  const names = databaseNames(key);
  await removeSlot(client, names);
  await removeOutbox(client, names);
}

async function markOf(client: Client, { outbox }: DatabaseNames): Promise<string> {
  const { rows } = await client.query<{ at: string }>("select obj_description($1::regclass, 'pg_class') as at", [
    `${OUTBOX_SCHEMA}.${outbox}`,
  ]);
  return rows[0]!.at;
}

function outboxMissing(table: TableName): DatabaseProblem {
  return new DatabaseProblem({
    code: "DATABASE_OUTBOX_MISSING",
    message: `No outbox is installed for the table ${tableText(table)}.`,
    hint: "Call `databaseTriggerInstall`. With `dryRun` it tells the SQL that it would run in your database.",
  });
}

async function removeSlot(client: Client, { slot }: DatabaseNames): Promise<void> {
  await dropSlot(client, slot);
  await dropPublication(client, slot);
}

/** Removes the outbox, and the changes in it that were not read. Idempotent. */
async function removeOutbox(client: Client, { outbox }: DatabaseNames): Promise<void> {
  await inTransaction(client, outbox, removeSql({ name: outbox }));
}
