import { sql, type RawBuilder } from "kysely";

/** A search for text reads no more rows than these, nor more bytes of their values, as they are stored. */
const MOST_SEARCHED = 20_000;
const MOST_SEARCHED_BYTES = 64 * 1024 * 1024;

interface Search {
  /** The column that tells the order of the rows, and identifies each. */
  readonly key: RawBuilder<unknown>;
  /** The table or tables. */
  readonly from: RawBuilder<unknown>;
  /** Everything else that the rows have to fit. */
  readonly wanted: RawBuilder<boolean>;
  /** The order in which the list is read: the search begins where it begins. */
  readonly order: "asc" | "desc";
  /** The columns of JSON in which the text may be. */
  readonly values: readonly RawBuilder<unknown>[];
  readonly text: string;
}

/**
 * Whether a row is among those that hold the text, in upper or lower case. The search goes through the rows that fit everything else,
 * beginning with those that the page begins with, and ends where its limits are.
 */
export function searchNewest({ key, from, wanted, order, values, text }: Search): RawBuilder<boolean> {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const direction = sql.raw(order);
  const columns = values.map((value, index) => sql`${value} as ${sql.ref(`value${String(index)}`)}`);
  const bytes = values.map((value) => sql`coalesce(pg_column_size(${value}), 0)`);
  const holds = values.map((_, index) => sql`${sql.ref(`value${String(index)}`)}::text ilike ${pattern}`);
  return sql`${key} in (
    select key from (
      select ${key} as key, ${sql.join(columns)},
          sum(${sql.join(bytes, sql` + `)}) over (order by ${key} ${direction} rows unbounded preceding) as bytes
        from ${from} where ${wanted} order by ${key} ${direction} limit ${sql.lit(MOST_SEARCHED)}) searched
     where bytes <= ${sql.lit(MOST_SEARCHED_BYTES)} and (${sql.join(holds, sql` or `)}))`;
}
