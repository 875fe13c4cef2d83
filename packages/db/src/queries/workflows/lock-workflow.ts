import type { Database } from "../../connection/open-database.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowRecord } from "./workflow-record.ts";
import { isStorable } from "../storable.ts";

/** The workflow under its row's lock, for the rest of the transaction; undefined where there is none or it was deleted. */
export async function lockWorkflow(db: Database, id: string): Promise<WorkflowRecord | undefined> {
  if (!isStorable(id)) return undefined;
  return await db
    .selectFrom("workflows")
    .select(workflowColumns)
    .where("id", "=", id)
    .where("status", "<>", "deleted")
    .forUpdate()
    .$castTo<WorkflowRecord>()
    .executeTakeFirst();
}
