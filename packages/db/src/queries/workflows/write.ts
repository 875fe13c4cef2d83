import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { workflowColumns, type WorkflowDraft, type WorkflowRecord } from "./read.ts";
import { projectToWrite } from "../../projects/project-scope.ts";

export async function insertWorkflow(
  db: Database,
  workflow: {
    readonly id: string;
    readonly name: string;
    readonly description: string | null;
    readonly draft: WorkflowDraft;
    readonly fingerprint?: string | null;
    readonly key?: string | null;
  },
): Promise<WorkflowRecord> {
  return await db
    .insertInto("workflows")
    .values({ ...workflow, project: projectToWrite(db), draft: jsonb(workflow.draft) })
    .returning(workflowColumns)
    .$castTo<WorkflowRecord>()
    .executeTakeFirstOrThrow();
}

/** Stores a draft; its revision rises. The caller holds the row's lock and has compared the revision. */
export async function updateDraft(
  db: Database,
  id: string,
  content: Pick<WorkflowRecord, "name" | "key" | "description" | "draft">,
): Promise<WorkflowRecord> {
  return await db
    .updateTable("workflows")
    .set({
      name: content.name,
      key: content.key,
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

/** Says that there is this version, without publishing it. The caller holds the row's lock. */
export async function raiseLatestVersion(db: Database, id: string, version: number): Promise<void> {
  await db
    .updateTable("workflows")
    .set({ latest_version: sql`greatest(latest_version, ${version}::integer)` })
    .where("id", "=", id)
    .execute();
}

/** From the commit on new events start this version: a trigger of the database then writes the version of the trigger set that has it. */
export async function setPublishedVersion(db: Database, id: string, version: number): Promise<WorkflowRecord> {
  return await db
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
}

/** Archives, deletes, or puts back into service, for events that are stored from the commit on. The caller holds the row's lock. */
export async function setWorkflowStatus(
  db: Database,
  id: string,
  status: WorkflowRecord["status"],
): Promise<WorkflowRecord> {
  return await db
    .updateTable("workflows")
    .set({ status, updated_at: sql`now()` })
    .where("id", "=", id)
    .returning(workflowColumns)
    .$castTo<WorkflowRecord>()
    .executeTakeFirstOrThrow();
}
