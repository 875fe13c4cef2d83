import { setTimeout as sleep } from "node:timers/promises";
import { type DatabaseOperation, type TableName, tableText } from "@tempograph/graph";
import type { Client } from "pg";
import { type ChangeFilter, changedColumns, isWanted, type ReadChange } from "../change.ts";
import { OUTBOX_SCHEMA } from "../database-names.ts";
import { inspectTable } from "../inspect-table.ts";
import { quoted } from "../quoted-name.ts";
import { rowOfText } from "../row-text.ts";

export interface ReadOutboxOptions {
  /** A connected client, which belongs to the reader from now on. */
  readonly client: Client;
  /** The name of the outbox's table. */
  readonly name: string;
  readonly table: TableName;
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

/** What is read of one row at most. The columns behind it are left out. */
const MOST_ROW_TEXT = 8 * 1024 * 1024;

interface Row {
  readonly position: string;
  readonly id: string;
  readonly operation: DatabaseOperation;
  readonly transaction: string;
  readonly at: string;
  readonly newRow: string | null;
  readonly oldRow: string | null;
  /** The number and the name of the table when the outbox was installed; null in an outbox that did not note it. */
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
            left(new_row::text, $3) as "newRow", left(old_row::text, $3) as "oldRow", source
       from summed join ${outbox} o using (position) where coalesce(before, 0) < $2 order by o.position`,
    [MOST_CHANGES, MOST_BYTES, MOST_ROW_TEXT],
  );
  const text = tableText(table);
  const found = rows.every((row) => nameIn(row.source) === text && !isCut(row))
    ? undefined
    : await inspectTable(client, table);
  const changes = rows
    .filter(({ source }) => nameIn(source) === text || source === null || source.startsWith(`${String(found?.oid)} `))
    .map((row) => changeOf(row, name, text, found?.columns ?? []))
    .filter(({ change }) => isWanted(change, filter));
  if (changes.length > 0) await store(changes);
  if (rows.length > 0)
    await client.query(`delete from ${outbox} where position = any($1::bigint[])`, [
      rows.map(({ position }) => position),
    ]);
  await client.query("commit");
  return rows.length > 0;
}

/** What the table was called then: it may have been renamed since, or a version of the workflow that was published before watched another one. */
function nameIn(source: string | null): string | undefined {
  return source?.slice(source.indexOf(" ") + 1);
}

function isCut({ newRow, oldRow }: Row): boolean {
  return [newRow, oldRow].some((text) => text !== null && text.length >= MOST_ROW_TEXT);
}

function changeOf(row: Row, name: string, table: string, columns: readonly string[]): ReadChange {
  const [after, before] = [row.newRow, row.oldRow].map((text) => (text === null ? null : rowOfText(text)));
  const lost = isCut(row)
    ? columns.filter((column) => [after, before].some((read) => read && !Object.hasOwn(read.row, column)))
    : [];
  const omitted = [...new Set([...(after?.omitted ?? []), ...(before?.omitted ?? []), ...lost])];
  return {
    // Events that are stored together are numbered in the order of their keys.
    idempotencyKey: `database:${name}:${row.position.padStart(20, "0")}:${row.id}`,
    change: {
      operation: row.operation,
      table,
      new: after?.row ?? null,
      old: before?.row ?? null,
      key: null,
      changed: after && before ? changedColumns(before.row, after.row, omitted) : null,
      omitted,
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
