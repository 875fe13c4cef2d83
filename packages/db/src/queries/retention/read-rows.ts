import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { DueEvents } from "./events.ts";
import type { DueExecutions } from "./due.ts";
import { deletedBy, emptiedBy, levelsBetween, type OwnedRows } from "./levels.ts";

/** The rows that a removal is about to delete or to empty, as lines of NDJSON: `{"table":"steps","row":{…}}`. From one snapshot. */
export async function readExecutionRows(db: Database, due: DueExecutions): Promise<string[]> {
  const levels = levelsBetween(due.removed, due.level);
  const owned = [...levels.flatMap((level) => emptiedBy[level]), ...levels.flatMap((level) => deletedBy[level])];
  // What a later level deletes may be emptied by an earlier one: it is written once.
  const once = new Map(owned.map((rows) => [`${rows.table} ${rows.column}`, rows]));
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const lines: string[] = [];
      for (const rows of once.values()) lines.push(...(await linesOf(trx, rows, due.ids)));
      const events = await eventsOf(trx, due.ids);
      if (levels.includes(3))
        lines.push(...(await linesOf(trx, { table: "event_outcomes", column: "event_id" }, events)));
      if (levels.includes(2)) {
        lines.push(...(await linesOf(trx, { table: "event_files", column: "event_id" }, events)));
        lines.push(...(await linesOf(trx, { table: "events", column: "id" }, events)));
        lines.push(...(await linesOf(trx, { table: "payload_blobs", column: "hash" }, await hashesOf(trx, due.ids))));
      }
      return lines;
    });
}

export async function readEventRows(db: Database, { ids }: DueEvents): Promise<string[]> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => [
      ...(await linesOf(trx, { table: "events", column: "id" }, ids)),
      ...(await linesOf(trx, { table: "event_files", column: "event_id" }, ids)),
      ...(await linesOf(trx, { table: "event_outcomes", column: "event_id" }, ids)),
    ]);
}

/** No column has the type `json`, whose text may have line breaks; that of `jsonb` has none. */
async function linesOf(db: Database, { table, column }: OwnedRows, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select '{"table":"' || ${table}::text || '","row":' || row_to_json(t)::text || '}' as line
      from ${sql.table(table)} t where ${sql.ref(`t.${column}`)} = any(${ids}::text[])`.execute(db);
  return rows.map(({ line }) => line);
}

async function eventsOf(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct event_id as id from executions where id = any(${ids}::text[])`.execute(db);
  return rows.map(({ id }) => id);
}

async function hashesOf(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select distinct hash from payload_references where execution_id = any(${ids}::text[])`.execute(db);
  return rows.map(({ hash }) => hash);
}
