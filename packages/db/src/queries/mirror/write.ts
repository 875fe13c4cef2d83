import type { Transaction } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { Tables } from "../../tables.ts";
import { closeCoordination } from "../coordination/close.ts";
import { isClosed } from "../executions/read.ts";
import { findFences, findStoredUpdates, lockExecutions, type LockedExecution } from "./lock-executions.ts";
import { findOtherHistories } from "./other-histories.ts";
import { markRolledBack } from "./rolled-back.ts";
import type { LiveWrite, MirroredRun, UpdateRow } from "./rows.ts";
import { addLiveWrite, addRun, liveUpdates, runEffect } from "./run-rows.ts";
import { findStoredEvents } from "./stored-events.ts";
import { RowSet, writeRows } from "./write-rows.ts";

export type RunWriteOutcome =
  | "written"
  /** The end of the run was mirrored before. */
  | "known"
  /** Postgres has no such execution, so nothing was written. */
  | "unknownExecution"
  /** The fence is old, because another mirror has the lease. Nothing was written. */
  | "fenced"
  /** Temporal has another history of the run than the one that was mirrored. That was noted, and nothing else was written. */
  | "rolledBack";

/**
 * Writes runs with their events, steps, status and updates in one transaction, then notifies subscribers.
 *
 * A run with a fence is written only if its lease still has that fence. A run without a fence is a whole closed run. Nothing can be
 * newer, so its write does not wait for the lease of a mirror that may be dead. It deletes the lease, and with it the fence of
 * that mirror. Both are decided under the execution's row lock, under which leases are taken, too. A call may have at most one run
 * of each execution.
 *
 * @param before called inside the transaction before it commits, so that tests can let a process die there.
 */
export async function writeMirroredRuns(
  db: Database,
  runs: readonly MirroredRun[],
  before?: () => void | Promise<void>,
): Promise<RunWriteOutcome[]> {
  if (runs.length === 0) return [];
  return await db.transaction().execute(async (tx) => {
    const locked = await lockExecutions(tx, idsOf(runs));
    // These statements come after the lock, because only a new snapshot sees what was committed while the lock was awaited.
    const fences = await findFences(
      tx,
      runs.filter((run) => run.fence !== null),
    );
    const outcomes = runs.map((run) => outcomeOf(run, locked.get(run.executionId), fences.get(run.runId)));
    const ready = runs.flatMap((run, index) => {
      const execution = locked.get(run.executionId);
      if (outcomes[index] !== "written" || execution === undefined) return [];
      return [{ run, execution, effect: runEffect(run, execution) }];
    });
    const stored = await findStoredEvents(
      tx,
      ready.map(({ run, effect }) => ({ ...run, isLast: effect.ends && run.firstRunId !== run.runId })),
    );
    const others = await findOtherHistories(
      tx,
      ready.map(({ run }) => run),
      stored,
    );
    for (const [index, { executionId, runId }] of runs.entries()) {
      const eventId = others.get(runId);
      if (eventId === undefined) continue;
      outcomes[index] = "rolledBack";
      await markRolledBack(tx, executionId, runId, otherEvent(eventId));
    }
    const writes = ready.filter(({ run }) => !others.has(run.runId));
    const told = await findTold(
      tx,
      writes.map(({ execution, effect }) => ({ execution, updates: effect.updates })),
    );
    const rows = new RowSet();
    for (const { run, execution, effect } of writes)
      addRun(rows, run, execution, effect, stored.get(run.runId)!, told.get(run.executionId) ?? NONE);
    if (writes.length > 0) await writeRows(tx, rows, idsOf(writes.map(({ run }) => run)));
    await closeCoordination(
      tx,
      rows.closed.map(({ id }) => id),
    );
    await before?.();
    return outcomes;
  });
}

/** Writes live updates of many executions in one transaction. Unknown executions are left out. A call may have at most one write for each execution. */
export async function writeLiveUpdates(db: Database, writes: readonly LiveWrite[]): Promise<void> {
  if (writes.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const locked = await lockExecutions(tx, idsOf(writes));
    const known = writes.flatMap((write) => {
      const execution = locked.get(write.executionId);
      return execution === undefined ? [] : [{ write, execution, updates: liveUpdates(write, execution) }];
    });
    const told = await findTold(tx, known);
    const rows = new RowSet();
    for (const { write, execution, updates } of known)
      addLiveWrite(rows, write, execution, updates, told.get(write.executionId) ?? NONE);
    if (known.length > 0) await writeRows(tx, rows, idsOf(known.map(({ write }) => write)));
  });
}

function otherEvent(eventId: number): string {
  return `Temporal has another event ${eventId} of this run than the one that was mirrored.`;
}

function outcomeOf(
  run: MirroredRun,
  execution: LockedExecution | undefined,
  fence: number | undefined,
): RunWriteOutcome {
  if (execution === undefined) return "unknownExecution";
  if (run.fence !== null && fence !== run.fence) return "fenced";
  return isClosed(execution.status) && execution.mirrored && execution.runId === run.runId ? "known" : "written";
}

/** The keys of the updates that are stored already, by execution. An execution without any stored update needs no query. */
async function findTold(
  tx: Transaction<Tables>,
  all: readonly { readonly execution: LockedExecution; readonly updates: readonly UpdateRow[] }[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const wanted = all.flatMap(({ execution, updates }) =>
    execution.updateSeq === 0 ? [] : updates.map(({ key }) => ({ executionId: execution.id, key })),
  );
  return await findStoredUpdates(tx, wanted);
}

function idsOf(all: readonly { readonly executionId: string }[]): string[] {
  return all.map(({ executionId }) => executionId);
}

const NONE: ReadonlySet<string> = new Set();
