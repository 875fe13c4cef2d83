import type { Database } from "../../connection/open-database.ts";
import { closeCoordination } from "../coordination/close.ts";
import { lockExecutions } from "./lock-executions.ts";
import type { LiveWrite, MirroredRun } from "./rows.ts";
import { addLiveWrite, addRun, emptyRows } from "./run-rows.ts";
import { writeRows } from "./write-rows.ts";

export type RunWriteOutcome =
  | "written"
  /** The run was mirrored to its end before. */
  | "known"
  /** Postgres has no such execution: nothing is invented. */
  | "unknownExecution"
  /** The fence is old: another mirror has the lease. Nothing was changed. */
  | "fenced";

/**
 * Writes runs with their projection, steps, status, updates and cursor in one transaction, then tells subscribers.
 *
 * A run with a fence is written only under that very lease. One without is a closed run, whole: nothing can be newer, so
 * it need not wait for the lease of a mirror that may be dead; its row in mirror_runs goes, and with it that mirror's
 * fence. Both are decided under the execution's row lock, which leases are taken under, too. At most one run of each
 * execution in one call.
 *
 * @param before called inside the transaction, before it commits: where tests let a process die.
 */
export async function writeMirroredRuns(
  db: Database,
  runs: readonly MirroredRun[],
  before?: () => void | Promise<void>,
): Promise<RunWriteOutcome[]> {
  if (runs.length === 0) return [];
  return await db.transaction().execute(async (tx) => {
    const locked = await lockExecutions(
      tx,
      runs.map(({ executionId, runId }) => ({ executionId, runId })),
    );
    const rows = emptyRows();
    const written: string[] = [];
    const outcomes = runs.map((run): RunWriteOutcome => {
      const execution = locked.get(run.executionId);
      if (execution === undefined) return "unknownExecution";
      if (run.fence !== null && execution.fence !== run.fence) return "fenced";
      const isOpen = execution.status === "pending" || execution.status === "running";
      if (!isOpen && execution.mirrored && execution.runId === run.runId) return "known";
      addRun(rows, run, execution);
      written.push(run.executionId);
      return "written";
    });
    if (written.length > 0) await writeRows(tx, rows, written);
    await closeCoordination(tx, closedIds(rows));
    await before?.();
    return outcomes;
  });
}

/** Executions that end with this write: a run that goes on as another one does not count. */
function closedIds({ executions }: ReturnType<typeof emptyRows>): string[] {
  return (executions as { id: string; closed?: boolean }[]).filter(({ closed }) => closed).map(({ id }) => id);
}

/** Writes what workers told, for many executions in one transaction. Unknown executions are left out. At most one write for each. */
export async function writeLiveUpdates(db: Database, writes: readonly LiveWrite[]): Promise<void> {
  if (writes.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const locked = await lockExecutions(
      tx,
      writes.map(({ executionId }) => ({ executionId, runId: null })),
    );
    const rows = emptyRows();
    const written: string[] = [];
    for (const write of writes) {
      const execution = locked.get(write.executionId);
      if (execution === undefined) continue;
      addLiveWrite(rows, write, execution);
      written.push(write.executionId);
    }
    if (written.length > 0) await writeRows(tx, rows, written);
  });
}
