import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { raiseTriggerSet } from "./raise-trigger-set.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowRecord } from "./workflow-record.ts";

/** Archives or deletes; its triggers are dead from the commit on. The caller holds the row's lock. */
export async function setWorkflowStatus(
  db: Database,
  id: string,
  status: "archived" | "deleted",
): Promise<WorkflowRecord> {
  const workflow = await db
    .updateTable("workflows")
    .set({ status, updated_at: sql`now()` })
    .where("id", "=", id)
    .returning(workflowColumns)
    .$castTo<WorkflowRecord>()
    .executeTakeFirstOrThrow();
  await raiseTriggerSet(db);
  return workflow;
}
