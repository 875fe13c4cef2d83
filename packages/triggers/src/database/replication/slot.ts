import { tableText } from "@tempograph/graph";
import type { Client } from "pg";
import type { KeptChanges } from "../change.ts";
import { DatabaseProblem, transactionOpen } from "../database-problem.ts";
import type { InspectedTable } from "../inspect-table.ts";
import { quoted, tableSql } from "../quoted-name.ts";

/**
 * Why the table cannot be read through replication; undefined if it can. A publication of updates for a table without an identity would
 * make Postgres refuse every update that the user's own program makes, so that it must not be created.
 */
export function replicationObstacle(found: InspectedTable, options: KeptChanges): DatabaseProblem | undefined {
  const { table, operations, columns } = options;
  const text = tableText(table);
  if (found.walLevel !== "logical")
    return new DatabaseProblem({
      code: "DATABASE_REPLICATION_UNAVAILABLE",
      message: `The server does not offer logical replication: its wal_level is ${found.walLevel}.`,
      hint: "Set wal_level to logical and start the server again, or call `databaseTriggerInstall` to read the table through an outbox.",
    });
  if (!found.hasIdentity && operations.some((operation) => operation !== "insert"))
    return new DatabaseProblem({
      code: "DATABASE_OLD_ROW_UNKNOWN",
      message: `Updates and deletes of ${text} cannot be replicated, because its rows have no identity: the table has no primary key.`,
      hint: `Add a primary key, or run: alter table ${tableSql(table)} replica identity full. Or call \`databaseTriggerInstall\` to read the table through an outbox.`,
    });
  if (found.isFullInName && operations.some((operation) => operation !== "insert"))
    return new DatabaseProblem({
      code: "DATABASE_OLD_ROW_UNKNOWN",
      message: `The partitioned table ${text} has replica identity full, but not each of its partitions has it, so that the server tells old rows whose columns are null.`,
      hint: "Run for each partition: alter table … replica identity full. Or call `databaseTriggerInstall` to read the table through an outbox.",
    });
  if (columns !== undefined && operations.includes("update") && found.replicaIdentity !== "full")
    return new DatabaseProblem({
      code: "DATABASE_OLD_ROW_UNKNOWN",
      message: `Which columns an update of ${text} changed is not known, because the server does not tell the old row.`,
      hint: `Run: alter table ${tableSql(table)} replica identity full. Or call \`databaseTriggerInstall\` to read the table through an outbox, or watch no columns.`,
    });
  return undefined;
}

/** Makes the publication, or changes it to what the trigger asks for now. The slot must come after it. */
export async function ensurePublication(client: Client, { name, table, operations }: KeptChanges): Promise<void> {
  const publish = `publish = '${operations.join(", ")}', publish_via_partition_root = true`;
  const found = await client.query("select from pg_publication where pubname = $1", [name]);
  if (found.rowCount === 0)
    await client.query(`create publication ${quoted(name)} for table ${tableSql(table)} with (${publish})`);
  else {
    await client.query(`alter publication ${quoted(name)} set table ${tableSql(table)}`);
    await client.query(`alter publication ${quoted(name)} set (${publish})`);
  }
}

/** Less than a worker takes for bringing one trigger into line. */
const MAKING_MS = 10_000;

export async function hasSlot(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("select from pg_replication_slots where slot_name = $1", [name]);
  return rowCount === 1;
}

/**
 * Makes the slot if there is none that can be read. From its position on no change is lost. Postgres waits for transactions that are open
 * by then; until they have ended, the slot has no position, though it is listed.
 */
export async function ensureSlot(client: Client, name: string, makingMs = MAKING_MS): Promise<void> {
  const { rows } = await client.query<{ status: string; isMade: boolean }>(
    `select wal_status as status, confirmed_flush_lsn is not null as "isMade" from pg_replication_slots where slot_name = $1`,
    [name],
  );
  if (rows[0]?.isMade === false)
    throw new DatabaseProblem(transactionOpen(`the replication slot "${name}" is being made.`));
  if (rows[0]?.status === "lost") await dropSlot(client, name);
  else if (rows.length > 0) return;
  // The server itself must give up: it does not notice that a client which waits for a slot has gone.
  await client.query(`set statement_timeout = ${String(makingMs)}`);
  await client.query("select pg_create_logical_replication_slot($1, 'pgoutput')", [name]);
  await client.query("set statement_timeout = default");
}

/** `at`: only a slot that is to be read no further than this position, and not one of the same name that was made later. */
export async function dropSlot(client: Client, name: string, at: string | null = null): Promise<void> {
  const which = "slot_name = $1 and ($2::pg_lsn is null or confirmed_flush_lsn <= $2::pg_lsn)";
  await client.query(
    `select pg_terminate_backend(active_pid, 5000) from pg_replication_slots where ${which} and active_pid is not null`,
    [name, at],
  );
  await client.query(`select pg_drop_replication_slot(slot_name) from pg_replication_slots where ${which}`, [name, at]);
}

/** Passes over the transactions that were committed before the position. Nobody may read the slot meanwhile. */
export async function advanceSlot(client: Client, name: string, to: string): Promise<void> {
  await client.query(
    `select pg_replication_slot_advance(slot_name, $2::pg_lsn) from pg_replication_slots
      where slot_name = $1 and confirmed_flush_lsn < $2::pg_lsn`,
    [name, to],
  );
}

export async function dropPublication(client: Client, name: string): Promise<void> {
  await client.query(`drop publication if exists ${quoted(name)}`);
}

export interface SlotLag {
  /** Bytes of the log that are still to be read. */
  readonly lagBytes: number;
  /** Bytes of the log that the server keeps on its disk for the slot: at least as many. */
  readonly keptBytes: number;
  /** Where the reader is. */
  readonly position: string;
  /** `lost`: the server threw away what the slot needs. */
  readonly status: string | null;
}

/** Undefined: there is no such slot. */
export async function slotLag(client: Client, name: string): Promise<SlotLag | undefined> {
  const { rows } = await client.query<SlotLag>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::float8 as "lagBytes",
            pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::float8 as "keptBytes",
            confirmed_flush_lsn::text as position, wal_status as status
       from pg_replication_slots where slot_name = $1`,
    [name],
  );
  return rows[0];
}
