import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";
import { inProject } from "../../projects/project-scope.ts";
import type { Reconciliation } from "../../tables.ts";
import { reopenCoordination } from "../coordination/lost.ts";
import type { ExecutionStatus } from "../executions/read.ts";
import { tellStatus } from "./tell-status.ts";

/** Whether Temporal has the execution otherwise than it was mirrored, or does not know it. */
const differs = sql<boolean>`(missing_since is not null or mirror_ok = false and mirror_problem @> '[{"code":"TEMPORAL_ROLLED_BACK"}]')`;

/** An execution about which a person can decide. */
export interface Reconcilable {
  readonly executionId: string;
  readonly status: ExecutionStatus;
  /** What differs, in a sentence; null if Temporal does not know a run that is open. */
  readonly difference: string | null;
  /** What a person has decided, and a worker has yet to do. */
  readonly decided: Reconciliation | null;
}

export async function listReconcilable(db: Database, limit: number): Promise<Reconcilable[]> {
  const { rows } = await sql<Reconcilable>`
    select id as "executionId", status, reconcile as decided,
      jsonb_path_query_first(mirror_problem, '$[*] ? (@.code == "TEMPORAL_ROLLED_BACK").message') #>> '{}' as difference
      from executions where ${differs} and ${inProject(db, "executions")} order by seq limit ${limit}`.execute(db);
  return rows;
}

/** Notes what a person has decided. False if nothing differs. */
export async function askToReconcile(db: Database, executionId: string, counts: Reconciliation): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update executions set reconcile = ${counts}, start_error = case when status = 'pending' then start_error end
     where id = ${executionId} and run_id is not null and ${differs} and ${inProject(db, "executions")}`.execute(db);
  return numAffectedRows === 1n;
}

/** Tells what a worker asks by itself from what a person has decided. */
const IN_DOUBT = "Another Temporal may have taken the start. The right one is asked when it is back.";
const inDoubt = sql<boolean>`(reconcile is not null and start_error = ${IN_DOUBT})`;

/**
 * Lets Temporal be asked for the executions that started since then, in all projects, because another Temporal may have taken their starts. Returns how many
 * were not noted before.
 */
export async function askAboutStarts(db: Database, since: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update executions set reconcile = 'temporal', start_error = ${IN_DOUBT}
     where status = 'running' and started_at >= ${since} and run_id is not null and reconcile is null`.execute(db);
  return Number(numAffectedRows);
}

/** Takes back what `askAboutStarts` has noted, of one execution or of all. */
export async function dropQuestions(db: Database, executionId?: string): Promise<void> {
  const which = executionId === undefined ? sql`true` : sql`id = ${executionId}`;
  await sql`update executions set reconcile = null, start_error = null where ${which} and ${inDoubt}`.execute(db);
}

export interface ToReconcile {
  readonly executionId: string;
  readonly seq: number;
  readonly runId: string;
  /** Of the first run, which continue-as-new keeps. */
  readonly firstRunId: string | null;
  readonly counts: Reconciliation;
  readonly isOpen: boolean;
  /** Whether nobody has decided anything, and Temporal is to be asked whether it has the run. */
  readonly isInDoubt: boolean;
}

export async function listToReconcile(
  db: Database,
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<ToReconcile[]> {
  const { rows } = await sql<ToReconcile>`
    select id as "executionId", seq::float8 as seq, run_id as "runId", first_run_id as "firstRunId", reconcile as counts, closed_at is null as "isOpen", coalesce(${inDoubt}, false) as "isInDoubt"
      from executions
     where reconcile is not null and run_id is not null and seq > ${afterSeq} order by seq limit ${limit}`.execute(db);
  return rows;
}

/** Lets the execution stay as it was mirrored: what Temporal has of it is compared no longer. */
export async function keepMirrored(db: Database, executionId: string): Promise<void> {
  await sql`
    update executions e set reconcile = null, kept_at = clock_timestamp(), mirror_problem = others.problems, mirror_ok = others.problems is null
      from (select (select jsonb_agg(p) from jsonb_array_elements(mirror_problem) p where p->>'code' <> 'TEMPORAL_ROLLED_BACK') as problems
              from executions where id = ${executionId}) others
     where e.id = ${executionId} and reconcile = 'mirror'`.execute(db);
}

/** Lets the run that Temporal has take the place of what was mirrored. The mirror then writes it as that of any open execution. */
export async function takeFromTemporal(
  db: Database,
  executionId: string,
  { runId, firstRunId }: { readonly runId: string; readonly firstRunId: string },
): Promise<boolean> {
  return await supersede(db, executionId, { status: "running", runId, firstRunId });
}

/** Lets the dispatcher start the execution once more, with the same event, and so with the same idempotency keys. */
export async function startAgain(db: Database, executionId: string): Promise<boolean> {
  return await supersede(db, executionId, { status: "pending", runId: null, firstRunId: null });
}

const HISTORY_AND_STEPS = [
  ...(["history_batches", "history_events"] as const),
  ...(["steps", "step_attempts", "step_logs", "mirror_runs"] as const),
];

/**
 * Keeps what was mirrored in `superseded_runs` and removes it from where the mirror writes. The keys of updates get their number, because the
 * same may happen again and has to be told again; the cursors go on. False if another worker was faster.
 */
async function supersede(
  db: Database,
  executionId: string,
  {
    status,
    runId,
    firstRunId,
  }: {
    readonly status: "running" | "pending";
    readonly runId: string | null;
    readonly firstRunId: string | null;
  },
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ closed: boolean; update_seq: number }>`
      select closed_at is not null as closed, update_seq::float8 as update_seq from executions
       where id = ${executionId} and reconcile = 'temporal' for no key update`.execute(tx);
    const row = rows[0];
    if (row === undefined) return false;
    await sql`
      insert into superseded_runs (execution_id, superseded_at, run_id, execution, steps, history)
      select e.id, clock_timestamp(), e.run_id, to_jsonb(e),
        coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from steps s where s.execution_id = e.id), '[]'),
        coalesce((select jsonb_agg(h.attributes order by h.run_id, h.event_id) from execution_history h where h.execution_id = e.id), '[]')
        from executions e where e.id = ${executionId}`.execute(tx);
    for (const table of HISTORY_AND_STEPS)
      await sql`delete from ${sql.table(table)} where execution_id = ${executionId}`.execute(tx);
    await sql`update execution_updates set key = key || '~' || seq where execution_id = ${executionId}`.execute(tx);
    await sql`
      update executions set status = ${status}, run_id = ${runId}, reconcile = null, missing_since = null, output = null, failure = null,
        closed_at = null, history_events = null, mirror_ok = null, mirror_problem = null, paused = false, task_fails_since = null,
        first_run_id = ${firstRunId}, started_at = case when ${status} = 'running' then started_at end,
        start_lease_until = null, start_attempts = 0, start_error = null, update_seq = update_seq + 1
       where id = ${executionId}`.execute(tx);
    await tellStatus(tx, executionId, row.update_seq + 1, "reconciled", { status, ...(runId !== null && { runId }) });
    if (row.closed) await reopenCoordination(tx, executionId);
    if (status === "pending") await notify(tx, EVENTS_CHANNEL, "start");
    return true;
  });
}
