import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface CallRecord {
  readonly executionId: string;
  readonly workflowId: string;
  readonly version: number;
}

/** What a step called before, by its idempotency key. */
export async function findCall(db: Database, parentId: string, replyKey: string): Promise<CallRecord | undefined> {
  const { rows } = await sql<CallRecord>`
    select x.id as "executionId", x.workflow_id as "workflowId", x.workflow_version as version
    from calls c join executions x on x.id = c.child_id
    where c.parent_id = ${parentId} and c.reply_key = ${replyKey}`.execute(db);
  return rows[0];
}
