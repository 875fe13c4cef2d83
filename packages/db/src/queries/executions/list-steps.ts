import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { stepColumns } from "./step-columns.ts";
import type { StepRecord } from "./step-record.ts";

/** In order of first appearance; keyed by `<position>/<path>`, since two steps known from live updates may share a position. */
export async function listSteps(db: Database, executionId: string, page: PageRequest): Promise<StepRecord[]> {
  const direction = page.backward ? "desc" : "asc";
  let query = db
    .selectFrom("steps")
    .select(stepColumns)
    .where("execution_id", "=", executionId)
    .orderBy("position", direction)
    .orderBy("path", direction)
    .limit(page.limit);
  if (page.after !== undefined) query = query.where(sql<boolean>`(position, path) > ${place(page.after)}`);
  if (page.before !== undefined) query = query.where(sql<boolean>`(position, path) < ${place(page.before)}`);
  return await query.$castTo<StepRecord>().execute();
}

/** What `listSteps` pages are keyed by. */
export function stepPageKey(step: StepRecord): string {
  return `${String(step.position)}/${step.path}`;
}

function place(key: string) {
  const slash = key.indexOf("/");
  return sql`(${Number(key.slice(0, slash))}::integer, ${key.slice(slash + 1)}::text)`;
}
