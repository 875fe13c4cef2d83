import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

export interface WorkerProcess {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly mirrorLagMs: number | null;
}

/** How often a worker says that it is alive. */
export const WORKER_BEAT_MS = 2_000;
/** After so long without a word a worker counts as dead. */
const SILENT_MS = 3 * WORKER_BEAT_MS;
/** How long the row of a worker that has died is kept. */
const KEPT_MS = 60 * 60_000;

/** Says that the worker is alive, and removes the rows of workers that died long ago. */
export async function beatWorker(
  db: Database,
  worker: Pick<WorkerProcess, "id" | "host" | "pid" | "mirrorLagMs"> & { readonly taskQueue: string },
): Promise<void> {
  const { id, host, pid, taskQueue, mirrorLagMs } = worker;
  await sql`
    with old as (delete from worker_processes where seen_at < clock_timestamp() - ${KEPT_MS} * interval '1 ms')
    insert into worker_processes (id, host, pid, task_queue, mirror_lag_ms)
    values (${id}, ${host}, ${pid}, ${taskQueue}, ${mirrorLagMs})
    on conflict (id) do update set seen_at = clock_timestamp(), mirror_lag_ms = excluded.mirror_lag_ms`.execute(db);
}

/** Removes the row of a worker that has stopped. */
export async function forgetWorker(db: Database, id: string): Promise<void> {
  await db.deleteFrom("worker_processes").where("id", "=", id).execute();
}

/** The workers that are alive, the oldest first. */
export async function listWorkers(db: Database): Promise<WorkerProcess[]> {
  const { rows } = await sql<WorkerProcess>`
    select id, host, pid, started_at as "startedAt", seen_at as "seenAt", mirror_lag_ms as "mirrorLagMs"
      from worker_processes where seen_at >= clock_timestamp() - ${SILENT_MS} * interval '1 ms'
     order by started_at limit 200`.execute(db);
  return rows;
}
