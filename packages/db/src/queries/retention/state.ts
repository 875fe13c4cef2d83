import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** How the removal gets on, for the whole installation. */
export interface RetentionState {
  /** When a worker last found nothing more that is due. */
  readonly lookedAt: Date | null;
  /** Rows that were deleted or emptied since the installation began. */
  readonly removedRows: number;
  /** Why nothing is removed at present, such as an export that cannot be written. */
  readonly problem: string | null;
  readonly problemSince: Date | null;
  /** How long Temporal keeps closed executions, in milliseconds. Null: no worker has read it yet. */
  readonly temporalMs: number | null;
}

/** Takes or renews the lease; undefined if another process has it. The number rises whenever it changes hands. */
export async function leaseRemoval(db: Database, holder: string, leaseMs: number): Promise<number | undefined> {
  const { rows } = await sql<{ fence: number }>`
    update retention_state set holder = ${holder}, lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms',
      fence = case when holder = ${holder} then fence else fence + 1 end
     where holder = ${holder} or lease_until is null or lease_until < clock_timestamp()
     returning fence::float8 as fence`.execute(db);
  return rows[0]?.fence;
}

/** Gives the lease back, so that another process need not wait until it runs out. */
export async function releaseRemoval(db: Database, holder: string): Promise<void> {
  await sql`update retention_state set lease_until = null where holder = ${holder}`.execute(db);
}

/** Keeps the lease from changing hands until the transaction ends. */
export async function assertLease(db: Database, fence: number): Promise<void> {
  const { rows } = await sql`select from retention_state where fence = ${fence} for share`.execute(db);
  if (rows.length === 0) throw new Error("Another worker has taken over the removal.");
}

/** Projects that have a policy. */
export async function listRetentionProjects(db: Database): Promise<string[]> {
  const { rows } = await sql<{ project: string }>`
    select distinct project from retention_policies order by project`.execute(db);
  return rows.map(({ project }) => project);
}

/** Keeps how long Temporal keeps closed executions, for those who look after the installation. */
export async function reportTemporalRetention(db: Database, ms: number): Promise<void> {
  await sql`update retention_state set temporal_ms = ${ms} where temporal_ms is distinct from ${ms}`.execute(db);
}

/** What came of a round: rows that were removed, whether nothing more is due, or why nothing can be removed. */
export async function reportRemoval(
  db: Database,
  { rows, isDone, problem }: { readonly rows: number; readonly isDone: boolean; readonly problem: string | null },
): Promise<void> {
  await sql`update retention_state set removed_rows = removed_rows + ${rows},
    looked_at = case when ${isDone} then clock_timestamp() else looked_at end, problem = ${problem}::text,
    problem_since = case when ${problem}::text is null then null else coalesce(problem_since, clock_timestamp()) end`.execute(
    db,
  );
}

export async function findRetentionState(db: Database): Promise<RetentionState> {
  const { rows } = await sql<RetentionState>`
    select looked_at as "lookedAt", removed_rows::float8 as "removedRows", problem, problem_since as "problemSince",
      temporal_ms::float8 as "temporalMs"
      from retention_state`.execute(db);
  return rows[0]!;
}
