import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";

/** The workflows of the project whose live webhooks verify signatures of Standard Webhooks with the secrets of a connection. */
export async function findStandardWebhooks(db: Database, connection: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("workflow_triggers")
    .select("workflow_id as workflowId")
    .where("kind", "=", "webhook")
    .where("status", "<>", "ended")
    .where(sql`config #>> '{auth,connection}'`, "=", connection)
    .where(sql`config #>> '{auth,type}'`, "=", "hmac")
    .where(sql`coalesce(config #>> '{auth,preset}', 'standard')`, "=", "standard")
    .where(inProject(db, "workflow_triggers"))
    .execute();
  return rows.map(({ workflowId }) => workflowId);
}
