import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";

/** Removals of one project from the first batch until nothing more was due, or until they could not go on. */
export interface RetentionRun {
  readonly id: string;
  readonly startedAt: Date;
  /** When its last batch was removed, or failed. */
  readonly updatedAt: Date;
  /** Null: it goes on. */
  readonly endedAt: Date | null;
  /** Rows that were deleted or emptied. */
  readonly removedRows: number;
  /** Rows and bytes that were written to the export before. 0 where nothing is exported. */
  readonly exportedRows: number;
  readonly exportedBytes: number;
  /** Why the next batch could not be removed. */
  readonly problem: string | null;
}

/** What came of a batch. */
export interface RemovedBatch {
  readonly removedRows: number;
  readonly exportedRows: number;
  readonly exportedBytes: number;
}

/** Runs of a project that are kept. */
const MOST_RUNS = 100;

/** Adds a batch to the project's run. After a failure a new run begins, so that what failed stays in the list. */
export async function addToRun(db: Database, project: string, batch: RemovedBatch): Promise<void> {
  const { removedRows, exportedRows, exportedBytes } = batch;
  await sql`update retention_runs set ended_at = updated_at
    where project = ${project} and ended_at is null and problem is not null`.execute(db);
  const { rows } =
    await sql`update retention_runs set updated_at = clock_timestamp(), removed_rows = removed_rows + ${removedRows},
      exported_rows = exported_rows + ${exportedRows}, exported_bytes = exported_bytes + ${exportedBytes}
    where project = ${project} and ended_at is null returning 1`.execute(db);
  if (rows.length > 0) return;
  await sql`insert into retention_runs (project, removed_rows, exported_rows, exported_bytes)
    values (${project}, ${removedRows}, ${exportedRows}, ${exportedBytes})`.execute(db);
  await forgetRuns(db, project);
}

/** The project's next batch could not be removed. As long as the same is tried again, it is one run. */
export async function failRun(db: Database, project: string, problem: string): Promise<void> {
  const { rows } = await sql`update retention_runs set updated_at = clock_timestamp(), problem = ${problem}
    where project = ${project} and ended_at is null returning 1`.execute(db);
  if (rows.length > 0) return;
  await sql`insert into retention_runs (project, problem) values (${project}, ${problem})`.execute(db);
  await forgetRuns(db, project);
}

/** Nothing more is due in any project. */
export async function endRuns(db: Database): Promise<void> {
  await sql`update retention_runs set ended_at = updated_at where ended_at is null`.execute(db);
}

/** The last runs of the project, the newest first. */
export async function listRetentionRuns(db: Database, limit: number): Promise<RetentionRun[]> {
  const { rows } = await sql<RetentionRun>`
    select id::text, started_at as "startedAt", updated_at as "updatedAt", ended_at as "endedAt", removed_rows::float8 as "removedRows",
           exported_rows::float8 as "exportedRows", exported_bytes::float8 as "exportedBytes", problem
      from retention_runs where ${inProject(db, "retention_runs")} order by retention_runs.id desc limit ${limit}`.execute(
    db,
  );
  return rows;
}

async function forgetRuns(db: Database, project: string): Promise<void> {
  await sql`delete from retention_runs where project = ${project} and id <=
    (select id from retention_runs where project = ${project} order by id desc offset ${MOST_RUNS} limit 1)`.execute(
    db,
  );
}
