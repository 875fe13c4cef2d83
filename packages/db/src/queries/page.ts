import { AliasNode, IdentifierNode, type KyselyPlugin, RawNode, SelectQueryNode, SelectionNode } from "kysely";
import type { Database } from "../connection/open-database.ts";

/**
 * Puts every statement into `select count(*) from (…)`: Postgres counts rows without reading what is in them. A plugin
 * has to give back a statement of the same kind, so there is one way for Kysely's builder and one for plain SQL.
 */
const counting: KyselyPlugin = {
  transformQuery({ node }) {
    if (!SelectQueryNode.is(node))
      return RawNode.create(["select count(*)::integer as count from (", ") as counted"], [node]) as never;
    const rows = AliasNode.create(node, IdentifierNode.create("counted"));
    const count = AliasNode.create(RawNode.createWithSql("count(*)::integer"), IdentifierNode.create("count"));
    return SelectQueryNode.cloneWithSelections(SelectQueryNode.createFrom([rows]), [SelectionNode.create(count)]);
  },
  transformResult: async ({ result }) => result,
};

/**
 * How many rows a list has, counted up to `most`. `list` runs the list's own statement, so that its filter is written
 * once; a list that can tell without Postgres that nothing matches gives no rows.
 */
export async function countRows<Db extends Database>(
  db: Db,
  list: (db: Db, page: PageRequest) => Promise<readonly unknown[]>,
  most: number,
): Promise<number> {
  const [row] = (await list(db.withPlugin(counting) as Db, { limit: most })) as readonly { readonly count: number }[];
  return row?.count ?? 0;
}

/** A slice of a list: at most `limit` rows behind `after` (or before `before`), from the far end where `backward`. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Take the last rows of what is left, nearest to `before`; the answer is still in list order turned round. */
  readonly backward?: boolean | undefined;
}
