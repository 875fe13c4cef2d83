import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowRecord } from "./workflow-record.ts";
import { canMatch } from "../storable.ts";

export interface WorkflowFilter {
  readonly archived?: boolean | undefined;
  /** Part of the name, whatever its case. */
  readonly search?: string | undefined;
}

/** The newest first; keyed by id, since a page's last workflow may be deleted but its row stays. */
export async function listWorkflows(
  db: Database,
  filter: WorkflowFilter,
  page: PageRequest,
): Promise<WorkflowRecord[]> {
  if (!canMatch(filter)) return [];
  const direction = page.backward ? "asc" : "desc";
  let query = db
    .selectFrom("workflows")
    .select(workflowColumns)
    .where("status", "<>", "deleted")
    .orderBy("created_at", direction)
    .orderBy("id", direction)
    .limit(page.limit);
  if (filter.archived !== undefined) query = query.where("status", "=", filter.archived ? "archived" : "active");
  if (filter.search) query = query.where(sql<boolean>`strpos(lower(name), lower(${filter.search})) > 0`);
  const place = (id: string) => sql`(select w.created_at, w.id from workflows w where w.id = ${id})`;
  if (page.after !== undefined) query = query.where(sql<boolean>`(created_at, id) < ${place(page.after)}`);
  if (page.before !== undefined) query = query.where(sql<boolean>`(created_at, id) > ${place(page.before)}`);
  return await query.$castTo<WorkflowRecord>().execute();
}
