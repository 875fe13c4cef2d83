import type { Json, JsonObject } from "@tempograph/graph";
import { type Pgoutput, PgoutputPlugin } from "pg-logical-replication";
import { changedColumns, type DatabaseChange, type ReadChange } from "../change.ts";
import { columnValue } from "./column-value.ts";
import { type Lsn, parseLsn } from "./lsn.ts";
import { withoutLargeValues } from "./without-large-values.ts";

/** What a message of the output plugin means to a reader. */
export type Meaning =
  /** `commit`: where the transaction's commit is in the log. */
  | { readonly kind: "begin"; readonly commit: Lsn }
  /** `end`: the first position after the transaction. `at`: when it was committed, in ms. */
  | { readonly kind: "commit"; readonly end: Lsn; readonly at: number }
  | ({ readonly kind: "relation" } & Relation)
  /** `oid`: of its table. */
  | ({ readonly kind: "change"; readonly oid: number } & ReadChange);

/** A table as it was at that place of the log. It comes before its first change, and after each change of its name or its columns. */
export interface Relation {
  readonly oid: number;
  /** `schema.table` */
  readonly name: string;
  readonly columns: readonly string[];
}

type Change = Pgoutput.MessageInsert | Pgoutput.MessageUpdate | Pgoutput.MessageDelete;
type Tuple = Readonly<Record<string, Json | undefined>>;

const CHANGES: ReadonlySet<number | undefined> = new Set(Buffer.from("IUD"));

/**
 * Reads the messages of one replication in their order. `origin` names slot and server, and begins the idempotency keys. `table` is what
 * the trigger calls the table.
 *
 * The key of a change is the position of its transaction's commit in the log, its own position and its number there (one record of the log
 * can insert many rows), with the time of the commit: a server that was restored from a backup may use positions a second time. Keys sort
 * in the order of the changes, because events that are stored together are numbered in the order of their keys.
 */
export function createMessageReader(origin: string, publication: string, table: string) {
  const plugin = new PgoutputPlugin({ protoVersion: 1, publicationNames: [publication] });
  let transaction = { id: "", at: "", key: "" };
  let place = { lsn: -1n, number: 0 };

  return (lsn: Lsn, received: Buffer): Meaning | undefined => {
    const { bytes, cut } = CHANGES.has(received[0]) ? withoutLargeValues(received) : { bytes: received, cut: [] };
    const message = plugin.parse(bytes) as Pgoutput.Message;
    switch (message.tag) {
      case "begin": {
        const micros = message.commitTime as unknown as bigint;
        const commit = parseLsn(message.commitLsn ?? "0/0");
        const key = `${sortable(commit)}:${String(micros)}`;
        transaction = { id: String(message.xid >>> 0), at: isoTime(micros), key };
        place = { lsn: -1n, number: 0 };
        return { kind: "begin", commit };
      }
      case "commit":
        return {
          kind: "commit",
          end: parseLsn(message.commitEndLsn ?? "0/0"),
          at: Number((message.commitTime as unknown as bigint) / 1_000n),
        };
      case "relation":
        for (const column of message.columns) column.parser = columnValue(column.typeOid);
        return {
          kind: "relation",
          oid: message.relationOid >>> 0,
          name: `${message.schema}.${message.name}`,
          columns: message.columns.map(({ name }) => name),
        };
      case "insert":
      case "update":
      case "delete": {
        place = { lsn, number: place.lsn === lsn ? place.number + 1 : 0 };
        const { id, at, key } = transaction;
        const number = String(place.number).padStart(10, "0");
        const idempotencyKey = `database:${origin}:${key}:${sortable(lsn)}:${number}`;
        const oid = message.relation.relationOid >>> 0;
        return { kind: "change", oid, idempotencyKey, change: changeOf(message, cut, table, { id, at }) };
      }
      default:
        return undefined;
    }
  };
}

function changeOf(
  message: Change,
  cut: readonly number[],
  table: string,
  transaction: DatabaseChange["transaction"],
): DatabaseChange {
  const { relation } = message;
  const large = cut.map((column) => relation.columns[column]!.name);
  // The plugin takes a value that the server does not tell from the old row.
  const after = message.tag === "delete" ? null : rowOf(message.new as Tuple, large);
  const before = message.tag === "insert" || !message.old ? null : rowOf(message.old as Tuple);
  const isFull = relation.replicaIdentity === "full";
  const names = relation.columns.map(({ name }) => name);
  return {
    operation: message.tag,
    table,
    new: after,
    old: before,
    key: message.tag === "insert" || isFull ? null : keyOf(message, after),
    changed: message.tag === "update" && after && before ? changedColumns(before, after, large) : null,
    omitted: names.filter((name) => [after, before].some((row) => row !== null && !Object.hasOwn(row, name))),
    replicaIdentity: relation.replicaIdentity,
    transaction,
  };
}

/** The server sends the old key only if an update changed it. */
function keyOf(message: Pgoutput.MessageUpdate | Pgoutput.MessageDelete, after: JsonObject | null): JsonObject {
  if (message.key) return rowOf(message.key as Tuple);
  return Object.fromEntries(message.relation.keyColumns.map((name) => [name, after?.[name] ?? null]));
}

function rowOf(tuple: Tuple, without: readonly string[] = []): JsonObject {
  const known = Object.entries(tuple).filter(([name, value]) => value !== undefined && !without.includes(name));
  return Object.fromEntries(known) as JsonObject;
}

function sortable(lsn: Lsn): string {
  return lsn.toString(16).padStart(16, "0");
}

function isoTime(micros: bigint): string {
  const text = new Date(Number(micros / 1_000n)).toISOString();
  return `${text.slice(0, -1)}${String(micros % 1_000n).padStart(3, "0")}Z`;
}
