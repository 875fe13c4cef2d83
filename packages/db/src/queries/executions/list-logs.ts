import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import type { LogRecord } from "./step-record.ts";

/** What an execution's steps logged (or one of them), in order; keyed by id. */
export async function listLogs(
  db: Database,
  executionId: string,
  path: string | undefined,
  page: PageRequest,
): Promise<LogRecord[]> {
  let query = db
    .selectFrom("step_logs")
    .select([
      sql<string>`id::text`.as("id"),
      "execution_id as executionId",
      "path",
      "attempt",
      "level",
      "message",
      "fields",
      "at",
    ])
    .where("execution_id", "=", executionId)
    .orderBy("step_logs.id", page.backward ? "desc" : "asc")
    .limit(page.limit);
  if (path !== undefined) query = query.where("path", "=", path);
  if (page.after !== undefined) query = query.where(sql<boolean>`step_logs.id > ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`step_logs.id < ${page.before}::bigint`);
  return await query.$castTo<LogRecord>().execute();
}
