import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowDraft, WorkflowRecord } from "./workflow-record.ts";

/** Stores a draft; its revision rises. The caller holds the row's lock and has compared the revision. */
export async function updateDraft(
  db: Database,
  id: string,
  content: { readonly name: string; readonly description: string | null; readonly draft: WorkflowDraft },
): Promise<WorkflowRecord> {
  return await db
    .updateTable("workflows")
    .set({
      name: content.name,
      description: content.description,
      draft: jsonb(content.draft),
      draft_revision: sql`draft_revision + 1`,
      updated_at: sql`now()`,
    })
    .where("id", "=", id)
    .returning(workflowColumns)
    .$castTo<WorkflowRecord>()
    .executeTakeFirstOrThrow();
}
