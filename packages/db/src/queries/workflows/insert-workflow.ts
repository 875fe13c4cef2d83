import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowDraft, WorkflowRecord } from "./workflow-record.ts";

export async function insertWorkflow(
  db: Database,
  workflow: {
    readonly id: string;
    readonly name: string;
    readonly description: string | null;
    readonly draft: WorkflowDraft;
  },
): Promise<WorkflowRecord> {
  return await db
    .insertInto("workflows")
    .values({ ...workflow, draft: jsonb(workflow.draft) })
    .returning(workflowColumns)
    .$castTo<WorkflowRecord>()
    .executeTakeFirstOrThrow();
}
