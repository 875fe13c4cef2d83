import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { canMatch, isStorable } from "../storable.ts";
import { executionWhere, type ExecutionFilter } from "./filter.ts";
import { executionColumns, type ExecutionRecord } from "./record.ts";

/** The executions with these ids, in any order. */
export async function findExecutions(db: Database, ids: readonly string[]): Promise<ExecutionRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("executions")
    .select(executionColumns)
    .where("id", "in", storable)
    .$castTo<ExecutionRecord>()
    .execute();
}

/**
 * Lists executions, the newest first; `seq` is the page cursor. The order names the table's column, because plain `seq` would be the
 * selected text, whose order is not that of the numbers.
 */
export async function listExecutions(
  db: Database,
  filter: ExecutionFilter,
  page: PageRequest,
): Promise<ExecutionRecord[]> {
  if (filter.status?.length === 0 || !canMatch(filter)) return [];
  let query = db
    .selectFrom("executions")
    .select(executionColumns)
    .where(executionWhere(filter))
    .orderBy("executions.seq", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where(sql<boolean>`seq < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`seq > ${page.before}::bigint`);
  return await query.$castTo<ExecutionRecord>().execute();
}
