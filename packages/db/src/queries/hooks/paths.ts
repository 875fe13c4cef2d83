import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject, projectToWrite } from "../../projects/project-scope.ts";

/**
 * Whether another live trigger has the address whose events have this source. Until the transaction ends nobody else can take it, so two
 * workflows that are published at the same time do not both get it.
 */
export async function isHookTaken(
  tx: Database,
  { workflowId, source }: { readonly workflowId: string; readonly source: string },
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${projectToWrite(tx)} || ' ' || ${source}, 0))`.execute(tx);
  const other = await tx
    .selectFrom("workflow_triggers")
    .select("trigger_id")
    .where("source", "=", source)
    .where("status", "<>", "ended")
    // The workflow's own triggers change in this transaction.
    .where("workflow_id", "<>", workflowId)
    .where(inProject(tx, "workflow_triggers"))
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}
