import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { OpenRun } from "./open-runs.ts";
import { tellStatus } from "./tell-status.ts";

export interface FailingTask {
  /** When Temporal first wanted the workflow task done. */
  readonly since: Date;
  /** How its last attempt failed. */
  readonly message: string;
}

/** Notes that no worker can carry out the workflow task of an execution. False if the same was noted before, or if the run is not open. */
export async function markTaskFails(
  db: Database,
  executionId: string,
  runId: string,
  { since, message }: FailingTask,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ update_seq: number }>`
      update executions set task_fails_since = coalesce(task_fails_since, ${since}), task_failure = ${message}, update_seq = update_seq + 1
       where id = ${executionId} and run_id = ${runId} and status = 'running'
         and (task_fails_since is null or task_failure is distinct from ${message})
      returning update_seq`.execute(tx);
    const row = rows[0];
    if (row === undefined) return false;
    await tellStatus(tx, executionId, row.update_seq, "taskFails", { status: "running", runId });
    return true;
  });
}

/** Takes back that the workflow task of an execution fails. False if that is not noted. */
export async function markGoesOn(db: Database, executionId: string): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ update_seq: number; run_id: string }>`
      update executions set task_fails_since = null, task_failure = null, update_seq = update_seq + 1
       where id = ${executionId} and task_fails_since is not null and status = 'running' returning update_seq, run_id`.execute(
      tx,
    );
    const row = rows[0];
    if (row === undefined) return false;
    await tellStatus(tx, executionId, row.update_seq, "goesOn", { status: "running", runId: row.run_id });
    return true;
  });
}

/** Lists executions whose workflow task failed when it was last looked at, in the order of creation after `afterSeq`. */
export async function listFailingTasks(
  db: Database,
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<Pick<OpenRun, "executionId" | "runId" | "seq">[]> {
  await sql`update executions set task_fails_since = null, task_failure = null
     where task_fails_since is not null and status <> 'running'`.execute(db);
  const { rows } = await sql<Pick<OpenRun, "executionId" | "runId" | "seq">>`
    select id as "executionId", run_id as "runId", seq from executions
     where task_fails_since is not null and run_id is not null and seq > ${afterSeq}
     order by seq limit ${limit}`.execute(db);
  return rows;
}
