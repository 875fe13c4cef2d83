import {
  AliasNode,
  IdentifierNode,
  type KyselyPlugin,
  type OperationNode,
  ParensNode,
  RawNode,
  SelectionNode,
  SelectQueryNode,
  sql,
} from "kysely";
import type { Database } from "../connection/open-database.ts";

/** Bytes of the large columns of the rows that one statement gives. */
export const MAX_ROWS_BYTES = 4 * 1024 * 1024;
/**
 * How much a compressed value counts for each of its stored bytes. Only decompressing would tell its real size; JSON usually has 3 to 5 times as
 * many bytes, and what is made to compress well has 90 times as many at most.
 */
const EXPANSION = 10;

/** The first rows of a list, as many as fit into `MAX_ROWS_BYTES`; at least one, if there is any. */
export interface FittingRows<Row> {
  readonly rows: readonly Row[];
  /** Whether a row was left out because of its size. */
  readonly leftOut: boolean;
  /** What the large columns of the rows count for. */
  readonly bytes: number;
}

/** What the statement gives beside the columns of a row. */
interface Measured {
  readonly rowBytes: number;
  readonly rowFits: boolean;
  readonly rowGiven: boolean;
  readonly rowPlace: number;
}

/**
 * Runs a list's own statement, and lets Postgres leave out the rows behind those that fit: they are neither sent nor parsed, and what lies
 * outside of their row (TOAST) is not even read. `large` names the columns that count, as the statement calls them. A row counts as
 * fitting if those before it do not fill the bytes, and one more row than fits is given, which shows that there is one.
 */
export async function rowsWithinBytes<Db extends Database, Row>(
  db: Db,
  large: readonly string[],
  list: (db: Db) => Promise<readonly Row[]>,
): Promise<FittingRows<Row>> {
  if (large.length === 0) return { rows: await list(db), leftOut: false, bytes: 0 };
  const measured = (await list(db.withPlugin(measuring(large)) as Db)) as readonly (Row & Measured)[];
  const fitting = measured.filter(({ rowFits }) => rowFits);
  return {
    rows: fitting.map(({ rowBytes: _, rowFits: _fits, rowGiven: _given, rowPlace: _place, ...row }) => row as Row),
    leftOut: fitting.length < measured.length,
    bytes: fitting.reduce((sum, { rowBytes }) => sum + rowBytes, 0),
  };
}

/** A plugin has to give back a statement of the same kind, so there is one way for Kysely's builder and one for plain SQL. */
function measuring(large: readonly string[]): KyselyPlugin {
  const sizes = large.map((name) => {
    const column = sql.ref(`q.${name}`);
    return sql`coalesce(pg_column_size(${column}) * case when pg_column_compression(${column}) is null then 1 else ${sql.lit(EXPANSION)} end, 0)`;
  });
  const bytes = sql`(${sql.join(sizes, sql` + `)})::float8`.toOperationNode();
  const before = (rows: number): string =>
    `coalesce(sum(size.bytes) over (rows between unbounded preceding and ${rows} preceding), 0) <= ${MAX_ROWS_BYTES}`;
  const measured = (list: OperationNode): RawNode =>
    RawNode.create(
      [
        `select * from (select q.*, size.bytes as "rowBytes", ${before(1)} as "rowFits", ${before(2)} as "rowGiven",
                row_number() over () as "rowPlace" from (`,
        ") as q cross join lateral (select ",
        ` as bytes) as size) as measured where "rowGiven" order by "rowPlace"`,
      ],
      [list, bytes],
    );
  return {
    transformQuery({ node }) {
      if (!SelectQueryNode.is(node)) return measured(node) as never;
      const rows = AliasNode.create(ParensNode.create(measured(node)), IdentifierNode.create("page"));
      return SelectQueryNode.cloneWithSelections(SelectQueryNode.createFrom([rows]), [SelectionNode.createSelectAll()]);
    },
    transformResult: async ({ result }) => result,
  };
}
