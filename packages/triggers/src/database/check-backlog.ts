import { type DatabaseConfig, DEFAULT_MAX_LAG_BYTES, tableText } from "@tempograph/graph";
import type { Client } from "pg";
import { databaseNames, OUTBOX_SCHEMA, type TriggerKey } from "./database-names.ts";
import { DatabaseProblem, slotLost } from "./database-problem.ts";
import type { DatabaseState } from "./database-state.ts";
import { checkColumns, inspectTable } from "./inspect-table.ts";
import { askedOf, removeOutbox } from "./make-changes-kept.ts";
import { outboxLag } from "./outbox/read-outbox.ts";
import { dropSlot, slotLag } from "./replication/slot.ts";

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
  { mode }: DatabaseState,
  mayGiveUp: boolean,
): Promise<DatabaseState> {
  const names = databaseNames(key);
  const { maxLagBytes = DEFAULT_MAX_LAG_BYTES } = config;
  const { table, columns } = askedOf(config, names.slot);
  if (mode === "outbox") {
    const lag = await outboxLag(client, names.outbox);
    if (lag === undefined)
      throw new DatabaseProblem(slotLost(`the outbox ${OUTBOX_SCHEMA}.${names.outbox} does not exist.`));
    const found = await inspectTable(client, table);
    checkColumns(table, found.columns, columns);
    if (mayGiveUp && lag.keptBytes > maxLagBytes && lag.lagRows > 0) {
      await removeOutbox(client, names);
      throw tooLarge(lag.keptBytes, maxLagBytes, `the outbox of ${tableText(table)}`);
    }
    return { lagRows: lag.lagRows, keptBytes: lag.keptBytes };
  }
  // Before the table: if both are gone, the slot is what has to be told, because changes are lost with it.
  const slot = await slotLag(client, names.slot);
  if (slot === undefined || slot.status === "lost")
    throw new DatabaseProblem(
      slotLost(
        `the replication slot "${names.slot}" ${slot === undefined ? "does not exist" : "was invalidated by the server"}.`,
      ),
    );
  if (mayGiveUp && slot.keptBytes > maxLagBytes) {
    await dropSlot(client, names.slot);
    throw tooLarge(slot.keptBytes, maxLagBytes, `the replication slot ${names.slot}`);
  }
  const found = await inspectTable(client, table);
  checkColumns(table, found.columns, columns);
  if (!(await isPublished(client, names.slot, found.oid)))
    throw new DatabaseProblem({
      code: "DATABASE_TABLE_MISSING",
      message: `The table ${tableText(table)} is not in the publication ${names.slot} any more: it was dropped and made again, or somebody changed the publication.`,
      hint: `Add it (alter publication ${names.slot} add table …), or publish the workflow again. Changes that were made meanwhile start nothing.`,
    });
  return { lagBytes: slot.lagBytes, keptBytes: slot.keptBytes };
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
