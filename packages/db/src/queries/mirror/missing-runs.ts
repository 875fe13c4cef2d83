import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { closeCoordination } from "../coordination/close.ts";
import { closeLostCoordination, reopenCoordination } from "../coordination/lost.ts";
import { tellStatus } from "./tell-status.ts";

/**
 * Notes that Temporal does not know the run of an execution. It stays open: Temporal may have lost its data and get it back. False if it was
 * noted before, or if the execution has ended or continued as another run.
 */
export async function markMissing(db: Database, executionId: string, runId: string): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ update_seq: number }>`
      update executions set missing_since = clock_timestamp(), update_seq = update_seq + 1
       where id = ${executionId} and run_id = ${runId} and status = 'running' and missing_since is null
      returning update_seq`.execute(tx);
    const row = rows[0];
    if (row === undefined) return false;
    await tellStatus(tx, executionId, row.update_seq, "missing", { status: "running", runId });
    return true;
  });
}

/** An execution whose run Temporal did not know when it was last asked. */
export interface MissingRun {
  readonly executionId: string;
  readonly runId: string;
  readonly seq: number;
  /** `open`: it is only missing. `lost`: it was closed for that. `ended`: a person has terminated it meanwhile. */
  readonly state: "open" | "lost" | "ended";
  /** Milliseconds for which it has been missing, on the database's clock. */
  readonly forMs: number;
}

/** Lists missing executions in the order of creation after `afterSeq`: open ones, and those that were closed while they were missing. */
export async function listMissingRuns(
  db: Database,
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<MissingRun[]> {
  // One whose end was mirrored is found: nothing is left to ask.
  await sql`update executions set missing_since = null, lost_locks = null
     where missing_since is not null and history_events is not null`.execute(db);
  const { rows } = await sql<MissingRun>`
    select id as "executionId", run_id as "runId", seq,
      case when status = 'running' then 'open' when failure->>'code' = 'EXECUTION_LOST' then 'lost' else 'ended' end as state,
      (extract(epoch from clock_timestamp() - missing_since) * 1000)::float8 as "forMs"
      from executions where missing_since is not null and run_id is not null and seq > ${afterSeq}
     order by seq limit ${limit}`.execute(db);
  return rows;
}

/**
 * Closes an execution whose run Temporal does not know: because that was so for long, or because a person says so (`reason`). How it ended is
 * unknown. Its waits and replies stay, in case it comes back. False if it is not missing, was closed before or has continued as another run.
 */
export async function closeLostExecution(
  db: Database,
  executionId: string,
  runId: string,
  person: { readonly reason: string } | null = null,
): Promise<boolean> {
  const told = person === null ? { failure: LOST } : { reason: person.reason || ENDED_MISSING };
  const problem = [{ code: "RUN_NOT_FOUND", message: person === null ? NOT_KNOWN : ENDED_MISSING }];
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ update_seq: number }>`
      update executions set status = 'terminated', closed_at = now(), update_seq = update_seq + 1, paused = false, mirror_ok = false,
        mirror_problem = ${jsonb(problem)}::jsonb, failure = ${person === null ? jsonb(LOST) : null}::jsonb
       where id = ${executionId} and run_id = ${runId} and status = 'running' and missing_since is not null
      returning update_seq`.execute(tx);
    const row = rows[0];
    if (row === undefined) return false;
    await tellStatus(tx, executionId, row.update_seq, "lost", { status: "terminated", ...told });
    await closeLostCoordination(tx, executionId);
    return true;
  });
}

/**
 * Takes back that an execution is missing, because Temporal knows its run: one that was closed as lost is open again. False if
 * it is not missing, or not closed as lost.
 */
export async function reopenExecution(db: Database, executionId: string, runId: string): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ update_seq: number; was: string }>`
      with x as (
        select id, status, closed_at from executions where id = ${executionId} and run_id = ${runId} and missing_since is not null
           and history_events is null and (status = 'running' or failure->>'code' = 'EXECUTION_LOST') for no key update
      )
      update executions e set missing_since = null, status = 'running', update_seq = e.update_seq + 1,
        failure = null, closed_at = null, mirror_ok = null, mirror_problem = null
        from x where e.id = x.id returning e.update_seq, x.status as was`.execute(tx);
    const row = rows[0];
    if (row === undefined) return false;
    await tellStatus(tx, executionId, row.update_seq, "found", { status: "running", runId });
    if (row.was !== "running") await reopenCoordination(tx, executionId);
    return true;
  });
}

/** Asks no longer about an execution that was closed while it was missing, and ends what waited in case it comes back. */
export async function giveUpLost(db: Database, executionId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      update executions set missing_since = null, lost_locks = null
       where id = ${executionId} and missing_since is not null and closed_at is not null returning id`.execute(tx);
    if (rows.length === 0) return;
    await sql`delete from mirror_runs where execution_id = ${executionId}`.execute(tx);
    await closeCoordination(tx, [executionId]);
  });
}

const NOT_KNOWN = "Temporal does not know this run.";
const ENDED_MISSING =
  "It was terminated while Temporal did not know it. If it comes back, it is terminated there, too.";

const LOST = {
  code: "EXECUTION_LOST",
  message: "Temporal has not known this execution for long, and its end was not mirrored.",
  hint: "Find out whether it was deleted or Temporal lost its data. If Temporal gets its data back, the execution goes on; otherwise send the event again if needed.",
};
