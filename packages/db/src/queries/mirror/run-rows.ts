import { isOpenStep, type Json, type JsonObject } from "@tempograph/graph";
import { isClosed } from "../executions/read.ts";
import { UPDATES_PER_BATCH } from "../executions/update-batches.ts";
import { historyBatches } from "./history-batches.ts";
import type { LockedExecution } from "./lock-executions.ts";
import type { LiveRows, LiveWrite, MirroredRun, StepRow, UpdateRow } from "./rows.ts";
import type { StoredEvents } from "./stored-events.ts";
import type { RowSet } from "./write-rows.ts";

/**
 * The position from which steps are numbered that only live updates have reported. It places them after all steps from history,
 * whose positions begin at 0 with a million for each run of a chain.
 */
const LIVE_POSITION = 1_000_000_000;

/** What the write of a run changes, given what is stored. */
export interface RunEffect {
  /** Whether the run is the execution's current one. The write of an earlier run of the chain only adds its history. */
  readonly current: boolean;
  /** Whether the execution ends with this run. The end that was written first stays; later ones change nothing. */
  readonly ends: boolean;
  /** The updates that subscribers may not have. The closing status comes last, because subscriptions end with it. */
  readonly updates: readonly UpdateRow[];
}

export function runEffect(run: MirroredRun, locked: LockedExecution): RunEffect {
  const { close, liveRows } = run;
  const current = locked.runId === null || locked.runId === run.runId;
  const isOver = close !== null && close.status !== "running";
  const ends = isOver && current && (!isClosed(locked.status) || !locked.mirrored);
  const end = run.updates.filter(isEnd);
  const updates = [
    ...run.updates.filter((update) => !isEnd(update)),
    ...(liveRows?.updates ?? []),
    ...(ends ? end : []),
  ];
  return { current, ends, updates };
}

/**
 * Adds the rows that the write of a run stores in each table.
 *
 * @param stored which events are stored already.
 * @param told the keys of updates that are stored already.
 */
export function addRun(
  rows: RowSet,
  run: MirroredRun,
  locked: LockedExecution,
  { current, ends, updates }: RunEffect,
  stored: StoredEvents,
  told: ReadonlySet<string>,
): void {
  const { executionId: execution_id, runId: run_id, close, liveRows } = run;
  rows.history.push(...historyBatches(run, stored.lastEventId));
  // A step is final if it has ended. After the last run every step is final.
  const isLast = close !== null && close.nextRunId === null;
  if (current) for (const step of run.steps) addStep(rows, execution_id, step, isLast || !isOpenStep(step.status));
  const { fresh, updateSeq } = addUpdates(rows, locked, updates, told, ends);
  if (liveRows !== null) addLiveRows(rows, execution_id, liveRows, fresh);
  const execution = {
    id: execution_id,
    update_seq: updateSeq,
    run_id: current ? (close?.nextRunId ?? run_id) : locked.runId,
    first_run_id: run.firstRunId,
    started_at: time(run.startedAt),
    status: locked.status === "pending" ? ("running" as const) : locked.status,
    paused: (current ? run.paused : null) ?? locked.paused,
  };
  if (close !== null && ends) {
    rows.closed.push({
      ...execution,
      status: close.status,
      paused: false,
      output: close.output,
      failure: close.failure,
      closed_at: time(close.closedAt),
      mirror_ok: close.ok && locked.problems === null,
      // What was found while it ran stays: its rows may have come from a history that Temporal no longer has.
      mirror_problem: locked.problems === null ? close.problem : [...locked.problems, ...list(close.problem)],
      history_events: run.lastEventId + stored.earlierEvents,
    });
    // The first update says that the execution runs. If there are more, live updates may have stored steps.
    if (locked.updateSeq > 1) rows.overtaken.push(execution_id);
  } else rows.executions.push(execution);
  if (close !== null) rows.endedRuns.push({ execution_id, run_id });
}

/** The updates of a live write that subscribers may not have: none if the execution has closed. */
export function liveUpdates(write: LiveWrite, locked: LockedExecution): readonly UpdateRow[] {
  if (isClosed(locked.status)) return [];
  const first = write.updates[0];
  // The worker was faster than the dispatcher, whose update `running` has to come first all the same.
  return locked.status === "pending" && first !== undefined
    ? [running(write.runId, first.at), ...write.updates]
    : write.updates;
}

/** Adds the rows of a live write. `updates` comes from `liveUpdates`. */
export function addLiveWrite(
  rows: RowSet,
  write: LiveWrite,
  locked: LockedExecution,
  updates: readonly UpdateRow[],
  told: ReadonlySet<string>,
): void {
  const { executionId } = write;
  const open = !isClosed(locked.status);
  const { fresh, updateSeq } = addUpdates(rows, locked, updates, told, false);
  if (open) {
    for (const [index, step] of write.steps.entries()) {
      const position = LIVE_POSITION + locked.updateSeq + index;
      addStep(rows, executionId, { ...step, isResumed: false, position }, false);
    }
  }
  addLiveRows(rows, executionId, write, fresh);
  rows.executions.push({
    id: executionId,
    update_seq: updateSeq,
    run_id: locked.runId,
    first_run_id: null,
    started_at: null,
    status: locked.status,
    paused: (open ? write.paused : null) ?? locked.paused,
  });
}

function addStep(rows: RowSet, execution_id: string, step: StepRow, final: boolean): void {
  const isResumed = step.isResumed === true;
  const row = {
    execution_id,
    path: step.path,
    node_id: step.nodeId,
    type: step.type,
    status: step.status,
    // The run in which the step began has given its position. This greater one is used only if that row is missing.
    position: isResumed ? LIVE_POSITION + step.position : step.position,
    port: step.port,
    input: step.input,
    output: step.output,
    failure: step.failure,
    attempts: step.attempts,
    scheduled_at: time(step.scheduledAt),
    started_at: time(step.startedAt),
    ended_at: time(step.endedAt),
    known_from: final ? ("history" as const) : ("advisory" as const),
  };
  if (!final) rows.liveSteps.push(row);
  else if (isResumed) rows.resumedSteps.push(row);
  else rows.steps.push(row);
}

/**
 * Adds attempts and log lines. The row of a log line has no unique key. One that belongs to an update is stored if the update is new,
 * and a late one, which has no update, if there is no row like it.
 */
function addLiveRows(
  rows: RowSet,
  execution_id: string,
  { attempts, logs }: LiveRows,
  fresh: ReadonlySet<string> | "late",
): void {
  for (const { path, attempt, startedAt, endedAt, failure, worker } of attempts)
    rows.attempts.push({
      execution_id,
      path,
      attempt,
      failure,
      worker,
      started_at: time(startedAt),
      ended_at: time(endedAt),
    });
  for (const { key, at, ...log } of logs) {
    const row = { execution_id, ...log, at: new Date(at).toISOString() };
    if (fresh === "late") rows.lateLogs.push(row);
    else if (fresh.has(key)) rows.logs.push(row);
  }
}

/**
 * Gives the next cursors to updates that are not stored yet. Returns the keys of these updates, and the last cursor.
 *
 * No update gets a cursor behind the closing one, because subscribers leave with that one and would never get it (I7). What another
 * worker reports after the close, or an earlier run of the chain shows whose history is written late, changes only rows. A write
 * that `ends` the execution itself brings the closing update, as its last. Since none follows them, nobody looks up the keys of these
 * updates, so they are stored as a batch: one row instead of one for each.
 */
function addUpdates(
  rows: RowSet,
  locked: LockedExecution,
  updates: readonly UpdateRow[],
  told: ReadonlySet<string>,
  ends: boolean,
): { readonly fresh: ReadonlySet<string> | "late"; readonly updateSeq: number } {
  const late = isClosed(locked.status) && !ends;
  const fresh = new Map<string, UpdateRow>();
  for (const update of updates) if (!told.has(update.key) && !fresh.has(update.key)) fresh.set(update.key, update);
  for (const { path, key, body } of [...fresh.values()].filter(isIncident))
    rows.incidents.push({ execution_id: locked.id, path, key, failure: body["failure"] });
  if (late) return { fresh: "late", updateSeq: locked.updateSeq };
  const execution_id = locked.id;
  const stored = [...fresh.values()].map((update) => ({ ...update, at: new Date(update.at).toISOString() }));
  if (ends) {
    for (let from = 0; from < stored.length; from += UPDATES_PER_BATCH) {
      const batch = stored.slice(from, from + UPDATES_PER_BATCH);
      const first_seq = locked.updateSeq + from + 1;
      rows.batches.push({ execution_id, first_seq, seq: first_seq + batch.length - 1, updates: batch });
    }
  } else
    for (const [index, update] of stored.entries())
      rows.updates.push({ execution_id, seq: locked.updateSeq + index + 1, ...update });
  return { fresh: new Set(fresh.keys()), updateSeq: locked.updateSeq + stored.length };
}

function isIncident(update: UpdateRow): update is UpdateRow & { readonly body: JsonObject } {
  const { kind, body } = update;
  return kind === "step" && typeof body === "object" && body !== null && "kind" in body && body["kind"] === "incident";
}

function running(runId: string, at: number): UpdateRow {
  return { key: "status:running", kind: "status", path: null, body: { status: "running", runId }, at };
}

function isEnd(update: UpdateRow): boolean {
  return update.kind === "status" && update.key !== "status:running";
}

function list(problem: Json): readonly Json[] {
  return Array.isArray(problem) ? problem : [];
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
