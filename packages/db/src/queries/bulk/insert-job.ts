import type { JsonObject } from "@tempograph/graph";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { type BulkJobRecord, bulkColumns } from "./jobs.ts";
import { type ExecutionFilter, executionWhere, isVain } from "../executions/execution-filter.ts";
import { type ExecutionRecord, executionColumns } from "../executions/read.ts";
import { storableJson } from "../storable.ts";
import { projectToWrite } from "../../projects/project-scope.ts";

/** The targets of an action. `incidents` means each failed step of an open execution that waits for a person. */
export type BulkTargets = "open" | "running" | "closed" | "incidents";

export interface BulkCount {
  /** How many things the action would be done to. */
  readonly count: number;
  /** How many executions the filter finds, whatever state they are in. */
  readonly matching: number;
}

/** How many, before anything is done. */
export async function countBulkTargets(
  db: Database,
  filter: ExecutionFilter,
  targets: BulkTargets,
): Promise<BulkCount> {
  if (isVain(filter)) return { count: 0, matching: 0 };
  const { rows } = await sql<BulkCount>`
    select (select count(*) from ${bulkTargets(db, filter, targets)})::integer as count,
      (select count(*) from executions where ${executionWhere(db, filter)})::integer as matching`.execute(db);
  return rows[0]!;
}

/** The newest of them. */
export async function sampleBulkTargets(
  db: Database,
  filter: ExecutionFilter,
  targets: BulkTargets,
  limit: number,
): Promise<ExecutionRecord[]> {
  if (isVain(filter)) return [];
  return await db
    .selectFrom("executions")
    .select(executionColumns)
    .where(sql<boolean>`id in (select execution_id from ${bulkTargets(db, filter, targets)})`)
    .orderBy("executions.seq", "desc")
    .limit(limit)
    .$castTo<ExecutionRecord>()
    .execute();
}

/** `(execution_id, path, seq)` of each. */
export function bulkTargets(db: Database, filter: ExecutionFilter, targets: BulkTargets): RawBuilder<unknown> {
  if (targets === "incidents")
    return sql`(select executions.id as execution_id, s.path, executions.seq
      from executions join steps s on s.execution_id = executions.id and s.status = 'incident'
      where ${executionWhere(db, filter)} and executions.status = 'running') as t`;
  return sql`(select executions.id as execution_id, null::text as path, executions.seq
    from executions where ${executionWhere(db, filter)} and ${states[targets]}) as t`;
}

const states = {
  open: sql`executions.status in ('pending', 'running')`,
  running: sql`executions.status = 'running'`,
  closed: sql`executions.status not in ('pending', 'running')`,
} as const;

export interface BulkJobToInsert {
  readonly id: string;
  readonly actor: string;
  readonly actorRoles: readonly string[];
  readonly action: string;
  readonly input: JsonObject;
  readonly filter: ExecutionFilter;
  readonly targets: BulkTargets;
  readonly expectedCount: number | null;
  readonly most: number;
  /** How many jobs of the project may run at once. */
  readonly mostRunning: number;
}

export type InsertedBulkJob =
  | { readonly outcome: "inserted" | "known"; readonly job: BulkJobRecord }
  /** Not as many as expected, or more than allowed: nothing was written. */
  | { readonly outcome: "otherCount" | "tooMany"; readonly count: number }
  /** So many jobs of the project run already: nothing was written. */
  | { readonly outcome: "tooManyJobs" };

/**
 * Writes a job with all of its items, so that executions which match the filter only later are not changed. If a job with the
 * same id exists, it is returned unchanged.
 */
export async function insertBulkJob(db: Database, job: BulkJobToInsert): Promise<InsertedBulkJob> {
  return await (db.isTransaction ? insertIn(db, job) : db.transaction().execute((tx) => insertIn(tx, job)));
}

async function insertIn(tx: Database, job: BulkJobToInsert): Promise<InsertedBulkJob> {
  const read = () =>
    tx.selectFrom("bulk_jobs").select(bulkColumns).where("id", "=", job.id).$castTo<BulkJobRecord>().executeTakeFirst();
  const { rows: inserted } = await sql`
    insert into bulk_jobs (id, project, actor, actor_roles, action, input, filter, total)
    values (${job.id}, ${projectToWrite(tx)}, ${job.actor}, ${[...job.actorRoles]}::text[], ${job.action}, ${storableJson(job.input)}::jsonb,
      ${storableJson(job.filter)}::jsonb, 0)
    on conflict (id) do nothing returning id`.execute(tx);
  if (inserted.length === 0) return { outcome: "known", job: (await read())! };
  const { rows: others } = await sql`select from bulk_jobs
    where project = ${projectToWrite(tx)} and status = 'running' and id <> ${job.id} limit ${job.mostRunning}`.execute(
    tx,
  );
  if (others.length === job.mostRunning) {
    await sql`delete from bulk_jobs where id = ${job.id}`.execute(tx);
    return { outcome: "tooManyJobs" };
  }
  const { rows } = await sql<{ count: number }>`
    with put as (
      insert into bulk_items (job_id, ordinal, execution_id, path)
      select ${job.id}, row_number() over (order by t.seq, t.path), t.execution_id, t.path
        from ${bulkTargets(tx, isVain(job.filter) ? NOBODY : job.filter, job.targets)}
       limit ${job.most + 1}
      returning 1
    ) select count(*)::integer as count from put`.execute(tx);
  const count = rows[0]!.count;
  const refused = count > job.most ? "tooMany" : count !== (job.expectedCount ?? count) ? "otherCount" : undefined;
  if (refused !== undefined) {
    await sql`delete from bulk_items where job_id = ${job.id}`.execute(tx);
    await sql`delete from bulk_jobs where id = ${job.id}`.execute(tx);
    return { outcome: refused, count };
  }
  await sql`update bulk_jobs set total = ${count},
      status = case when ${count} = 0 then 'completed' else status end,
      ended_at = case when ${count} = 0 then now() end
     where id = ${job.id}`.execute(tx);
  return { outcome: "inserted", job: (await read())! };
}

const NOBODY: ExecutionFilter = { status: [] };
