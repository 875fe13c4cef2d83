import type { DatabaseOperation, JsonObject, TableName } from "@tempograph/graph";

/** A change of one row in a user's table. It is the data of the event, so that its fields are what conditions and templates see. */
export interface DatabaseChange {
  readonly operation: DatabaseOperation;
  /** `schema.table` */
  readonly table: string;
  /** The row after the change; null after a delete. */
  readonly new: JsonObject | null;
  /** The row before the change; null for an insert, and where the server does not tell it. */
  readonly old: JsonObject | null;
  /** The columns that identified the row before the change, such as its primary key; null where the whole old row is known. */
  readonly key: JsonObject | null;
  /** The columns whose values an update changed; null where the old row is not known. */
  readonly changed: readonly string[] | null;
  /** Columns whose values are missing in `new` or `old`: large values that an update did not touch, or that are too large for an event. */
  readonly omitted: readonly string[];
  /** `full`: the server tells the whole old row. `default` and `index`: only the columns of `key`. `nothing`: none. */
  readonly replicaIdentity: "full" | "default" | "index" | "nothing";
  readonly transaction: { readonly id: string; readonly at: string };
}

/** A change on its way to an event, with what makes it recognisable when it is read a second time. */
export interface ReadChange {
  readonly change: DatabaseChange;
  readonly idempotencyKey: string;
}

/** What a trigger asks for. */
export interface ChangeFilter {
  readonly operations: readonly DatabaseOperation[];
  /** Updates are taken only if they changed one of these columns. */
  readonly columns?: readonly string[] | undefined;
}

/** What is kept of a table's changes until they are read, under the name that the slot or the outbox has. */
export interface KeptChanges extends ChangeFilter {
  readonly name: string;
  readonly table: TableName;
}

/** Whether a trigger takes the change. Inserts and deletes concern every column. */
export function isWanted({ operation, changed }: DatabaseChange, { operations, columns }: ChangeFilter): boolean {
  if (!operations.includes(operation)) return false;
  if (operation !== "update" || columns === undefined || changed === null) return true;
  return columns.some((column) => changed.includes(column));
}

/**
 * The columns of which an update changed the value. Values are JSON; the order of an object's keys is that of the server in both rows.
 * Values that are too large to be compared count as changed, because an event too many is better than one that is missing.
 */
export function changedColumns(before: JsonObject, after: JsonObject, large: readonly string[]): string[] {
  const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return [...new Set([...changed, ...large])];
}
