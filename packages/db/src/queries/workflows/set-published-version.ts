import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { raiseTriggerSet } from "./raise-trigger-set.ts";
import { workflowColumns } from "./workflow-columns.ts";
import type { WorkflowRecord } from "./workflow-record.ts";

/** From the commit on new events start this version. The trigger set's version rises with it, in one transaction. */
export async function setPublishedVersion(db: Database, id: string, version: number): Promise<WorkflowRecord> {
  const workflow = await db
    .updateTable("workflows")
    .set({
      published_version: version,
      latest_version: sql`greatest(latest_version, ${version}::integer)`,
      updated_at: sql`now()`,
    })
    .where("id", "=", id)
    .returning(workflowColumns)
    .$castTo<WorkflowRecord>()
    .executeTakeFirstOrThrow();
  await raiseTriggerSet(db);
  return workflow;
}
