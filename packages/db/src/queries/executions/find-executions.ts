import type { Database } from "../../connection/open-database.ts";
import { executionColumns } from "./execution-columns.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { isStorable } from "../storable.ts";

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
