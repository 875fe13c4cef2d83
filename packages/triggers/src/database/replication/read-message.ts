import type { Json, JsonObject } from "@tempograph/graph";
import { type Pgoutput, PgoutputPlugin } from "pg-logical-replication";
import { changedColumns, type DatabaseChange, type ReadChange } from "../change.ts";
import { columnValue } from "./column-value.ts";
import { type Lsn, parseLsn } from "./lsn.ts";

/** What a message of the output plugin means to a reader. */
export type Meaning =
  /** `commit`: where the transaction's commit is in the log. */
  | { readonly kind: "begin"; readonly commit: Lsn }
  /** `end`: the first position after the transaction. `at`: when it was committed, in ms. */
  | { readonly kind: "commit"; readonly end: Lsn; readonly at: number }
  /** The columns of a table, which come before its first change and after each change of them. */
  | { readonly kind: "columns"; readonly table: string; readonly columns: readonly string[] }
  | ({ readonly kind: "change" } & ReadChange);

type Change = Pgoutput.MessageInsert | Pgoutput.MessageUpdate | Pgoutput.MessageDelete;
type Tuple = Readonly<Record<string, Json | undefined>>;

/**
 * Reads the messages of one replication in their order. `origin` names slot and server, and begins the idempotency keys.
 *
 * The key of a change is the position of its transaction's commit in the log, its own position and its number there (one record of the log
 * can insert many rows), with the time of the commit: a server that was restored from a backup may use positions a second time. Keys sort
 * in the order of the changes, because events that are stored together are numbered in the order of their keys.
 */
export function createMessageReader(origin: string, publication: string) {
  const plugin = new PgoutputPlugin({ protoVersion: 1, publicationNames: [publication] });
  let transaction = { id: "", at: "", key: "" };
  let place = { lsn: -1n, number: 0 };

  return (lsn: Lsn, bytes: Buffer): Meaning | undefined => {
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
        return { kind: "columns", table: tableOf(message), columns: message.columns.map(({ name }) => name) };
      case "insert":
      case "update":
      case "delete": {
        place = { lsn, number: place.lsn === lsn ? place.number + 1 : 0 };
        const { id, at, key } = transaction;
        const number = String(place.number).padStart(10, "0");
        const idempotencyKey = `database:${origin}:${key}:${sortable(lsn)}:${number}`;
        return { kind: "change", idempotencyKey, change: changeOf(message, { id, at }) };
      }
      default:
        return undefined;
    }
  };
}

function changeOf(message: Change, transaction: DatabaseChange["transaction"]): DatabaseChange {
  const { relation } = message;
  const after = message.tag === "delete" ? null : rowOf(message.new as Tuple);
  const before = message.tag === "insert" ? null : message.old && rowOf(message.old as Tuple);
  const isFull = relation.replicaIdentity === "full";
  return {
    operation: message.tag,
    table: tableOf(relation),
    new: after,
    old: before,
    key: message.tag === "insert" || isFull ? null : keyOf(message, after),
    changed: message.tag === "update" && after && before ? changedColumns(before, after) : null,
    omitted: after === null ? [] : relation.columns.map(({ name }) => name).filter((name) => after[name] === undefined),
    replicaIdentity: relation.replicaIdentity,
    transaction,
  };
}

/** The server sends the old key only if an update changed it. */
function keyOf(message: Pgoutput.MessageUpdate | Pgoutput.MessageDelete, after: JsonObject | null): JsonObject {
  if (message.key) return rowOf(message.key as Tuple);
  return Object.fromEntries(message.relation.keyColumns.map((name) => [name, after?.[name] ?? null]));
}

function rowOf(tuple: Tuple): JsonObject {
  return Object.fromEntries(Object.entries(tuple).filter(([, value]) => value !== undefined)) as JsonObject;
}

export function tableOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

function sortable(lsn: Lsn): string {
  return lsn.toString(16).padStart(16, "0");
}

function isoTime(micros: bigint): string {
  const text = new Date(Number(micros / 1_000n)).toISOString();
  return `${text.slice(0, -1)}${String(micros % 1_000n).padStart(3, "0")}Z`;
}
