import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { newId } from "../../id/new-id.ts";
import { inProject, projectToWrite } from "../../projects/project-scope.ts";
import type { PageRequest } from "../page.ts";

/** Keeps an execution, a workflow's executions, or everything of a project from being removed. */
export interface RetentionHold {
  readonly id: string;
  readonly workflowId: string | null;
  readonly executionId: string | null;
  readonly reason: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
}

const columns = sql`id, workflow_id as "workflowId", execution_id as "executionId", reason, created_at as "createdAt",
  created_by as "createdBy", released_at as "releasedAt", released_by as "releasedBy"`;

/** Removals share this lock of a project, and a new hold waits for them: after it was answered, nothing more is removed. */
export const removalLock = (project: string): RawBuilder<number> =>
  sql<number>`hashtextextended(${`tempograph.retention.${project}`}, 0)`;

export async function insertRetentionHold(
  db: Database,
  hold: Pick<RetentionHold, "workflowId" | "executionId" | "reason"> & { readonly by: string },
): Promise<RetentionHold> {
  const project = projectToWrite(db);
  return await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${removalLock(project)})`.execute(trx);
    const { rows } = await sql<RetentionHold>`
      insert into retention_holds (id, project, workflow_id, execution_id, reason, created_by)
      values (${newId("hold")}, ${project}, ${hold.workflowId}, ${hold.executionId}, ${hold.reason}, ${hold.by})
      returning ${columns}`.execute(trx);
    return rows[0]!;
  });
}

/** Undefined if the project has no such hold. One that was released stays as it is. */
export async function releaseRetentionHold(db: Database, id: string, by: string): Promise<RetentionHold | undefined> {
  const { rows } = await sql<RetentionHold>`
    update retention_holds set released_at = coalesce(released_at, clock_timestamp()), released_by = coalesce(released_by, ${by})
     where id = ${id} and ${inProject(db, "retention_holds")} returning ${columns}`.execute(db);
  return rows[0];
}

/** The holds of the project, the newest first. With `released` also those that were released. */
export async function listRetentionHolds(
  db: Database,
  { released, executionId }: { readonly released: boolean; readonly executionId?: string | undefined },
  page: PageRequest,
): Promise<RetentionHold[]> {
  const { rows } = await sql<RetentionHold>`
    select ${columns} from retention_holds
     where ${inProject(db, "retention_holds")} and (${released} or released_at is null)
       and (${executionId ?? null}::text is null or execution_id = ${executionId ?? null})
       and (${page.after ?? null}::text is null or id < ${page.after ?? null})
       and (${page.before ?? null}::text is null or id > ${page.before ?? null})
     order by ${page.backward ? sql`id asc` : sql`id desc`} limit ${page.limit}`.execute(db);
  return rows;
}
