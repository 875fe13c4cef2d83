import type { Database } from "../../connection/open-database.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowRecord } from "./workflow-record.ts";
import { isStorable } from "../storable.ts";

/** The workflows with these ids, in any order; deleted ones only where asked for (their executions still name them). */
export async function findWorkflows(
  db: Database,
  ids: readonly string[],
  options: { readonly withDeleted?: boolean } = {},
): Promise<WorkflowRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  let query = db.selectFrom("workflows").select(workflowColumns).where("id", "in", storable);
  if (options.withDeleted !== true) query = query.where("status", "<>", "deleted");
  return await query.$castTo<WorkflowRecord>().execute();
}
