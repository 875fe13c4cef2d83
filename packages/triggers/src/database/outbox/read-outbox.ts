import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseOperation, JsonObject } from "@tempograph/graph";
import type { Client } from "pg";
import { type ChangeFilter, changedColumns, isWanted, type ReadChange } from "../change.ts";
import { OUTBOX_SCHEMA } from "../database-names.ts";
import { parseExact } from "../exact-number.ts";
import { quoted } from "../quoted-name.ts";

export interface ReadOutboxOptions {
  /** A connected client, which belongs to the reader from now on. */
  readonly client: Client;
  /** The name of the outbox's table. */
  readonly name: string;
  /** `schema.table` */
  readonly table: string;
  readonly filter: ChangeFilter;
  /** Stores the changes as events; returns after the commit. */
  readonly store: (changes: readonly ReadChange[]) => Promise<void>;
  readonly onCaughtUp?: (at: number) => void;
  /** Milliseconds between two looks into an empty outbox. */
  readonly pollMs: number;
  /** Nothing is written into the outbox any more: the reader returns when it is empty. */
  readonly isClosed?: boolean;
  readonly signal: AbortSignal;
}

const MOST_CHANGES = 500;
/** Rows of jsonb may be large: what is read at once is bounded by bytes as well. */
const MOST_BYTES = 4 * 1024 * 1024;

interface Row {
  readonly position: string;
  readonly id: string;
  readonly operation: DatabaseOperation;
  readonly transaction: string;
  readonly at: string;
  readonly newRow: string | null;
  readonly oldRow: string | null;
  /** The table; null in an outbox that was installed before this was noted. */
  readonly source: string | null;
}

/**
 * Reads the changes in an outbox until the signal aborts. They are deleted after their events are committed (I1). Whoever dies in between
 * reads them again, and their ids keep the events from being stored twice.
 */
export async function readOutbox(options: ReadOutboxOptions): Promise<void> {
  const { client, signal, pollMs, onCaughtUp } = options;
  const stop = (): void => void client.end().catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  client.on("error", () => undefined);
  try {
    while (!signal.aborted) {
      const from = Date.now();
      if (await readSome(options)) continue;
      if (options.isClosed === true && (await isEmpty(options))) return;
      onCaughtUp?.(from);
      await sleep(pollMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => undefined);
  }
}

/** A row that another reader has locked counts: it stays if that reader dies. */
async function isEmpty({ client, name }: ReadOutboxOptions): Promise<boolean> {
  return (await client.query(`select from ${OUTBOX_SCHEMA}.${quoted(name)} limit 1`)).rowCount === 0;
}

/** True: there may be more. */
async function readSome({ client, name, table, filter, store }: ReadOutboxOptions): Promise<boolean> {
  const outbox = `${OUTBOX_SCHEMA}.${quoted(name)}`;
  await client.query("begin");
  // Only the reader deletes. The lock lets a second reader, whose lease ended while it was away, pass over these rows.
  const { rows } = await client.query<Row>(
    `with locked as (
       select position, coalesce(octet_length(new_row::text), 0) + coalesce(octet_length(old_row::text), 0) as bytes
         from ${outbox} order by position limit $1 for update skip locked),
     summed as (select position, sum(bytes) over (order by position) - bytes as before from locked)
     select o.position::text, id::text, operation, transaction,
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
            new_row::text as "newRow", old_row::text as "oldRow", source
       from summed join ${outbox} o using (position) where coalesce(before, 0) < $2 order by o.position`,
    [MOST_CHANGES, MOST_BYTES],
  );
  // A version of the workflow that was published before may have watched another table.
  const changes = rows
    .filter(({ source }) => source === null || source === table)
    .map((row) => changeOf(row, name, table))
    .filter(({ change }) => isWanted(change, filter));
  if (changes.length > 0) await store(changes);
  if (rows.length > 0)
    await client.query(`delete from ${outbox} where position = any($1::bigint[])`, [
      rows.map(({ position }) => position),
    ]);
  await client.query("commit");
  return rows.length > 0;
}

function changeOf(row: Row, name: string, table: string): ReadChange {
  const after = row.newRow === null ? null : (parseExact(row.newRow) as JsonObject);
  const before = row.oldRow === null ? null : (parseExact(row.oldRow) as JsonObject);
  return {
    // Events that are stored together are numbered in the order of their keys.
    idempotencyKey: `database:${name}:${row.position.padStart(20, "0")}:${row.id}`,
    change: {
      operation: row.operation,
      table,
      new: after,
      old: before,
      key: null,
      changed: after && before ? changedColumns(before, after) : null,
      omitted: [],
      replicaIdentity: "full",
      transaction: { id: row.transaction, at: row.at },
    },
  };
}

export interface OutboxLag {
  readonly lagRows: number;
  /** Bytes that the outbox takes on the server's disk. */
  readonly keptBytes: number;
}

/** Undefined: the outbox is not installed. */
export async function outboxLag(client: Client, name: string): Promise<OutboxLag | undefined> {
  const outbox = `${OUTBOX_SCHEMA}.${quoted(name)}`;
  const { rows: found } = await client.query<{ oid: string | null }>("select to_regclass($1)::oid::text as oid", [
    outbox,
  ]);
  if (found[0]?.oid == null) return undefined;
  const { rows } = await client.query<OutboxLag>(
    `select (select count(*) from (select from ${outbox} limit 100000) counted)::float8 as "lagRows",
            pg_total_relation_size($1::regclass)::float8 as "keptBytes"`,
    [outbox],
  );
  return rows[0];
}
