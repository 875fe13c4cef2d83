import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { projectToWrite } from "../../projects/project-scope.ts";

/** Days after the close. Null: as the project's policy says, and for the project: for ever. 0: for ever. */
export interface RetentionDays {
  /** Temporal's history. It contains the values, so it goes first. */
  readonly historyDays: number | null;
  /** Events' data, inputs, outputs, texts of failures, log lines. */
  readonly valueDays: number | null;
  /** The rows of the execution and its steps themselves. */
  readonly shapeDays: number | null;
}

export interface RetentionPolicy extends RetentionDays {
  /** Null: the policy of the project. */
  readonly workflowId: string | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const columns = sql`nullif(workflow_id, '') as "workflowId", history_days as "historyDays", value_days as "valueDays",
  shape_days as "shapeDays", updated_at as "updatedAt", updated_by as "updatedBy"`;

/** The policies of a project: its own first, then those of its workflows. */
export async function listRetentionPolicies(db: Database, project = projectToWrite(db)): Promise<RetentionPolicy[]> {
  const { rows } = await sql<RetentionPolicy>`
    select ${columns} from retention_policies where project = ${project} order by workflow_id`.execute(db);
  return rows;
}

/** A workflow follows the policy of its project again. False if it had none of its own. */
export async function clearRetentionPolicy(db: Database, workflowId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from retention_policies where project = ${projectToWrite(db)} and workflow_id = ${workflowId} returning 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Sets a policy; what is undefined stays as it is. */
export async function setRetentionPolicy(
  db: Database,
  policy: RetentionDays & { readonly workflowId: string | null; readonly by: string },
): Promise<RetentionPolicy> {
  const { historyDays, valueDays, shapeDays } = policy;
  const { rows } = await sql<RetentionPolicy>`
    insert into retention_policies (project, workflow_id, history_days, value_days, shape_days, updated_by)
    values (${projectToWrite(db)}, ${policy.workflowId ?? ""}, ${historyDays}, ${valueDays}, ${shapeDays}, ${policy.by})
    on conflict (project, workflow_id) do update set history_days = excluded.history_days, value_days = excluded.value_days,
      shape_days = excluded.shape_days, updated_by = excluded.updated_by, updated_at = now()
    returning ${columns}`.execute(db);
  return rows[0]!;
}
