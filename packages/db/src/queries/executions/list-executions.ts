import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { executionColumns } from "./execution-columns.ts";
import type { ExecutionRecord, ExecutionStatus } from "./execution-record.ts";
import { executionWhere } from "./execution-where.ts";
import { canMatch } from "../storable.ts";

export interface ExecutionFilter {
  readonly workflowId?: string | null | undefined;
  readonly eventId?: string | null | undefined;
  /** Runs this execution again. */
  readonly rerunOf?: string | null | undefined;
  /** Any of these; an empty list finds none. */
  readonly status?: readonly ExecutionStatus[] | null | undefined;
  readonly paused?: boolean | null | undefined;
  /** A step of it failed and waits for a person. */
  readonly hasIncident?: boolean | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
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
