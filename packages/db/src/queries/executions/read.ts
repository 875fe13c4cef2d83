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

/** The newest first; keyed by `seq`. Ordered by the column: the bare name is what is selected, digits as text. */
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
