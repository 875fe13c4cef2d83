import { type DatabaseConfig, DEFAULT_MAX_LAG_BYTES, tableText } from "@tempograph/graph";
import type { Client } from "pg";
import { type DatabaseNames, databaseNames, OUTBOX_SCHEMA, type TriggerKey } from "./database-names.ts";
import { DatabaseProblem, slotLost } from "./database-problem.ts";
import type { DatabaseMode, DatabaseState } from "./database-state.ts";
import { checkColumns, inspectTable } from "./inspect-table.ts";
import { removeSql } from "./outbox/outbox-sql.ts";
import { type OutboxLag, outboxLag } from "./outbox/read-outbox.ts";
import { dropSlot, replicationObstacle, type SlotLag, slotLag } from "./replication/slot.ts";
import { inTransaction } from "./session.ts";
import { askedOf, toldOf } from "./trigger-mode.ts";

/**
 * Looks at what the user's server keeps for a trigger, and answers it. What is gone is told. A backlog that is too large is given up,
 * before it fills the server's disk, if the caller says that it may be.
 *
 * @throws DatabaseProblem
 */
export async function checkBacklog(
  client: Client,
  key: TriggerKey,
  config: DatabaseConfig,
  { mode, leftover }: DatabaseState,
  mayGiveUp: boolean,
): Promise<DatabaseState> {
  const names = databaseNames(key);
  const { maxLagBytes = DEFAULT_MAX_LAG_BYTES } = config;
  const asked = askedOf(config, names.slot);
  const { table, columns, operations } = asked;
  const modes = [mode, leftover?.mode];
  // Before the table: if both are gone, what was kept is what has to be told, because changes are lost with it.
  const outbox = modes.includes("outbox") ? await requireOutbox(client, names) : null;
  const slot = modes.includes("replication") ? await requireSlot(client, names) : null;
  const keptBytes = (outbox?.keptBytes ?? 0) + (slot?.keptBytes ?? 0);
  if (mayGiveUp && keptBytes > maxLagBytes && (slot !== null || outbox?.lagRows !== 0)) {
    if (outbox !== null) await inTransaction(client, names.outbox, removeSql({ name: names.outbox }));
    if (slot !== null) await dropSlot(client, names.slot);
    const what = slot === null ? `the outbox of ${tableText(table)}` : `the replication slot ${names.slot}`;
    throw tooLarge(keptBytes, maxLagBytes, what);
  }
  const found = await inspectTable(client, table);
  checkColumns(table, found.columns, columns);
  if (mode === "replication" && !(await isPublished(client, names.slot, found.oid)))
    throw new DatabaseProblem({
      code: "DATABASE_TABLE_MISSING",
      message: `The table ${tableText(table)} is not in the publication ${names.slot} any more: it was dropped and made again, or somebody changed the publication.`,
      hint: `Add it (alter publication ${names.slot} add table …), or publish the workflow again. Changes that were made meanwhile start nothing.`,
    });
  // Somebody may have changed the table's replica identity.
  const obstacle = mode === "replication" ? replicationObstacle(found, asked) : undefined;
  if (obstacle !== undefined) throw obstacle;
  if (mode === "outbox" && (await countTriggers(client, names, found.oid)) < operations.length)
    throw new DatabaseProblem({
      code: "DATABASE_OUTBOX_MISSING",
      message: `The triggers of the outbox are not on the table ${tableText(table)} any more, or are disabled: it was dropped and made again, or somebody removed them.`,
      hint: "Call `databaseTriggerInstall` again. Changes that were made meanwhile start nothing.",
    });
  const told = mode == null ? {} : toldOf(mode, found, asked);
  return { ...told, lagRows: outbox?.lagRows ?? null, lagBytes: slot?.lagBytes ?? null, keptBytes };
}

async function countTriggers(client: Client, { outbox }: DatabaseNames, table: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from pg_trigger
      where tgrelid = $1 and tgfoid = to_regprocedure($2) and tgenabled in ('O', 'A')`,
    [table, `${OUTBOX_SCHEMA}.${outbox}()`],
  );
  return rows[0]!.count;
}

async function requireOutbox(client: Client, { outbox }: DatabaseNames): Promise<OutboxLag> {
  const lag = await outboxLag(client, outbox);
  if (lag === undefined) throw new DatabaseProblem(slotLost(`the outbox ${OUTBOX_SCHEMA}.${outbox} does not exist.`));
  return lag;
}

async function requireSlot(client: Client, { slot: name }: DatabaseNames): Promise<SlotLag> {
  const slot = await slotLag(client, name);
  if (slot !== undefined && slot.status !== "lost") return slot;
  const how = slot === undefined ? "does not exist" : "was invalidated by the server";
  throw new DatabaseProblem(slotLost(`the replication slot "${name}" ${how}.`));
}

/** @throws DatabaseProblem if what keeps the changes in this mode is gone */
export async function requireKept(client: Client, names: DatabaseNames, mode: DatabaseMode): Promise<void> {
  await (mode === "outbox" ? requireOutbox(client, names) : requireSlot(client, names));
}

async function isPublished(client: Client, publication: string, table: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid where p.pubname = $1 and r.prrelid = $2`,
    [publication, table],
  );
  return rowCount === 1;
}

function tooLarge(kept: number, most: number, what: string): DatabaseProblem {
  return new DatabaseProblem({
    code: "DATABASE_LAG_EXCEEDED",
    message: `Your server kept ${String(kept)} bytes for ${what}, more than the ${String(most)} that the trigger allows. It was dropped, and with it the changes that were not read.`,
    hint: "Find out why the trigger was not read: was it paused for long, or does a transaction stay open? Then call `workflowTriggerContinue`: it goes on from that moment. Its state names the gap.",
  });
}
