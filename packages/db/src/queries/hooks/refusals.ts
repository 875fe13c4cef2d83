import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { isTrigger } from "../triggers/trigger-sql.ts";

/** Adds to the number of requests that a hook has refused, which its trigger's row shows as `state.refused`. */
export async function addHookRefusals(
  db: Database,
  {
    workflowId,
    triggerId,
    refused,
    at,
  }: {
    readonly workflowId: string;
    readonly triggerId: string;
    readonly refused: number;
    readonly at: Date;
  },
): Promise<void> {
  await sql`update workflow_triggers set state = state || jsonb_build_object(
      'refused', coalesce((state ->> 'refused')::bigint, 0) + ${refused}::bigint, 'lastRefusedAt', ${at.toISOString()}::text)
    where ${isTrigger({ workflowId, triggerId, kind: "webhook" })}`.execute(db);
}
