import { sql, type RawBuilder, type SelectType } from "kysely";
import type { Tables } from "../tables.ts";
import { storableJson } from "./storable.ts";

/** A row on its way into a table as JSON carries it: times as RFC 3339 text, jsonb columns as the values themselves. */
export type JsonRow<Table extends keyof Tables, Column extends keyof Tables[Table]> = {
  readonly [Name in Column]: InJson<SelectType<Tables[Table][Name]>>;
};

type InJson<Value> = Value extends Date ? string : Value;

/**
 * Rows of a table from a JSON array, in its order. Postgres takes each column's type from the table itself, so no column
 * is typed a second time here; columns that the JSON does not have are null.
 *
 * Never join this: Postgres guesses that 100 rows come out of it, however many there are, and so may choose a plan whose
 * cost is their square. Insert from it `on conflict`, which looks each row up by its key.
 */
export function rowsFromJson(table: keyof Tables, json: string): RawBuilder<unknown> {
  return sql`json_populate_recordset(null::${sql.table(table)}, ${json}::json)`;
}

/** `insert into table as t (columns) select … on conflict …`: the rows of a JSON array. */
export function insertJson<Table extends keyof Tables>(
  table: Table,
  columns: readonly (string & keyof Tables[Table])[],
  json: string,
  conflict: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  return sql`insert into ${sql.table(table)} as t (${names}) select ${names} from ${rowsFromJson(table, json)} ${conflict}`;
}

/** Characters of JSON in one parameter. A text of JavaScript ends at 512 M, and Postgres holds it more than once. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Rows as JSON arrays, in order: one for usual ones, several where they hold large values. Empty without rows. */
export function jsonChunks(rows: readonly object[], maxCharacters = MAX_CHARACTERS): string[] {
  const chunks: string[] = [];
  let texts: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const text = storableJson(row);
    if (texts.length > 0 && characters + text.length > maxCharacters) {
      chunks.push(`[${texts.join(",")}]`);
      texts = [];
      characters = 0;
    }
    texts.push(text);
    characters += text.length;
  }
  if (texts.length > 0) chunks.push(`[${texts.join(",")}]`);
  return chunks;
}
