import { RawNode, type KyselyPlugin } from "kysely";
import type { Database } from "../connection/open-database.ts";
import type { PageRequest } from "./page.ts";

/** Puts every statement into `select count(*) from (…)`: Postgres counts rows without reading what is in them. */
const counting: KyselyPlugin = {
  transformQuery: ({ node }) =>
    RawNode.create(["select count(*)::integer as count from (", ") as counted"], [node]) as never,
  transformResult: async ({ result }) => result,
};

/**
 * How many rows a list has, counted up to `most`. `list` runs the list's own statement, so that its filter is written
 * once; a list that can tell without Postgres that nothing matches gives no rows.
 */
export async function countRows(
  db: Database,
  list: (db: Database, page: PageRequest) => Promise<readonly unknown[]>,
  most: number,
): Promise<number> {
  const [row] = (await list(db.withPlugin(counting), { limit: most })) as readonly { readonly count: number }[];
  return row?.count ?? 0;
}
