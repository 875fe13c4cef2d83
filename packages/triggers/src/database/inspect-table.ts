import type { Client } from "pg";
import { DatabaseProblem } from "./database-problem.ts";
import { type TableName, tableText } from "@tempograph/graph";

export interface InspectedTable {
  readonly oid: number;
  readonly replicaIdentity: "full" | "default" | "index" | "nothing";
  /** Whether rows have an identity, so that the server can say which row was updated or deleted. */
  readonly hasIdentity: boolean;
  /** The table is partitioned, and only it has the identity `full`: Postgres then tells null for every other column of an old row. */
  readonly isFullInName: boolean;
  readonly columns: readonly string[];
  readonly walLevel: string;
}

const IDENTITIES = { f: "full", d: "default", i: "index", n: "nothing" } as const;

interface Row {
  readonly oid: number;
  readonly kind: string;
  readonly identity: keyof typeof IDENTITIES;
  /** Of the table, or of its partitions, which are what counts. */
  readonly identities: readonly (keyof typeof IDENTITIES)[];
  readonly hasIdentity: boolean;
  readonly columns: readonly string[];
  readonly walLevel: string;
}

/** @throws DatabaseProblem if there is no such table */
export async function inspectTable(client: Client, name: TableName): Promise<InspectedTable> {
  const { rows } = await client.query<Row>(
    `select c.oid::int8::float8 as oid, c.relkind as kind, c.relreplident as identity,
            l.identities, l."hasIdentity",
            array(select a.attname::text from pg_attribute a
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
            current_setting('wal_level') as "walLevel"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       cross join lateral (
         select coalesce(array_agg(distinct r.relreplident::text), '{}') as identities,
                coalesce(bool_and(case r.relreplident
                  when 'd' then exists (select from pg_index i where i.indrelid = r.oid and i.indisprimary)
                  when 'i' then exists (select from pg_index i where i.indrelid = r.oid and i.indisreplident)
                  else r.relreplident = 'f' end), true) as "hasIdentity"
           from pg_class r
          where r.oid = c.oid and c.relkind = 'r'
             or c.relkind = 'p' and r.oid in (select relid from pg_partition_tree(c.oid) where isleaf)) l
      where n.nspname = $1 and c.relname = $2`,
    [name.schema, name.table],
  );
  const [row] = rows;
  if (row === undefined || (row.kind !== "r" && row.kind !== "p"))
    throw new DatabaseProblem({
      code: "DATABASE_TABLE_MISSING",
      message: `The database has no table ${tableText(name)}.`,
      hint: "Check the name in the trigger's config. If the table was dropped, publish the workflow with another one, or archive it.",
    });
  const { oid, identities, hasIdentity, columns, walLevel } = row;
  const other = identities.find((identity) => identity !== "f");
  const replicaIdentity = IDENTITIES[other ?? row.identity];
  const isFullInName = row.identity === "f" && other !== undefined;
  return { oid, replicaIdentity, hasIdentity, isFullInName, columns, walLevel };
}

/** @throws DatabaseProblem if a column of the trigger's filter is not there: nobody could say which updates it takes */
export function checkColumns(name: TableName, columns: readonly string[], filter: readonly string[] | undefined): void {
  const missing = (filter ?? []).filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new DatabaseProblem({
    code: "DATABASE_COLUMN_MISSING",
    message: `The table ${tableText(name)} has no column ${missing.join(", ")}, which the trigger watches.`,
    hint: `Publish the workflow with columns that the table has: ${columns.slice(0, 20).join(", ")}.`,
  });
}
