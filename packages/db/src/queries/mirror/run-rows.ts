import { isOpenStep } from "@tempograph/graph";
import { isClosed } from "../executions/record.ts";
import type { LockedExecution } from "./lock-executions.ts";
import type { LiveRows, LiveWrite, MirroredRun, StepRow, UpdateRow } from "./rows.ts";
import type { RowSet } from "./write-rows.ts";

/**
 * Steps that only live updates know stand behind all that history knows, in the order in which they were told: history
 * gives out positions from 0, a million for each run of a chain.
 */
const LIVE_POSITION = 1_000_000_000;

/** What a run's write comes to, given what is stored. */
export interface RunEffect {
  /** The run is the execution's current one; one behind it (its chain has gone on) only fills in its history. */
  readonly current: boolean;
  /** The execution ends with it: nothing goes on behind it. The first word on the end stays, whoever comes late. */
  readonly ends: boolean;
  /** What subscribers may not have been told; the closing status comes last, since they end behind it. */
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
 * Adds what a run's write puts into each table.
 *
 * @param earlierEvents how many events the execution's other runs have in the mirror.
 * @param told keys of updates that are stored already.
 */
export function addRun(
  rows: RowSet,
  run: MirroredRun,
  locked: LockedExecution,
  { current, ends, updates }: RunEffect,
  earlierEvents: number,
  told: ReadonlySet<string>,
): void {
  const { executionId: execution_id, runId: run_id, close, liveRows } = run;
  for (const event of run.events) {
    rows.events.push({
      execution_id,
      run_id,
      event_id: event.eventId,
      event_type: event.eventType,
      event_time: event.eventTime,
      attributes: event.json,
    });
  }
  // Final is what has ended, and everything once nothing goes on behind the run.
  const isLast = close !== null && close.nextRunId === null;
  if (current) for (const step of run.steps) addStep(rows, execution_id, step, isLast || !isOpenStep(step.status));
  const { fresh, updateSeq } = addUpdates(rows, locked, updates, told);
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
      mirror_ok: close.ok,
      mirror_problem: close.problem,
      history_events: run.lastEventId + earlierEvents,
    });
    // One update says that it runs; whoever stored a step has told more than that.
    if (locked.updateSeq > 1) rows.overtaken.push(execution_id);
  } else rows.executions.push(execution);
  if (close !== null) rows.endedRuns.push({ execution_id, run_id });
}

/** What subscribers may not have been told by live updates. Of an execution that has closed, only what history does not know. */
export function liveUpdates(write: LiveWrite, locked: LockedExecution): readonly UpdateRow[] {
  if (isClosed(locked.status)) return write.updates.filter(({ kind }) => kind === "attempt" || kind === "log");
  const first = write.updates[0];
  // The worker was faster than the dispatcher's word that Temporal took it: that comes first all the same.
  return locked.status === "pending" && first !== undefined
    ? [running(write.runId, first.at), ...write.updates]
    : write.updates;
}

/** Adds live updates: see `liveUpdates`. */
export function addLiveWrite(
  rows: RowSet,
  write: LiveWrite,
  locked: LockedExecution,
  updates: readonly UpdateRow[],
  told: ReadonlySet<string>,
): void {
  const { executionId } = write;
  const open = !isClosed(locked.status);
  const { fresh, updateSeq } = addUpdates(rows, locked, updates, told);
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
    // Its place was given by the run that began it, and stays.
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

/** A log line is stored when its update is new: it has no key of its own. */
function addLiveRows(
  rows: RowSet,
  execution_id: string,
  { attempts, logs }: LiveRows,
  fresh: ReadonlySet<string>,
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
  for (const { key, at, ...log } of logs)
    if (fresh.has(key)) rows.logs.push({ execution_id, ...log, at: new Date(at).toISOString() });
}

/** Gives the next cursors to what is not stored yet. Answers its keys, and the last cursor. */
function addUpdates(
  rows: RowSet,
  locked: LockedExecution,
  updates: readonly UpdateRow[],
  told: ReadonlySet<string>,
): { readonly fresh: ReadonlySet<string>; readonly updateSeq: number } {
  const fresh = new Set<string>();
  let seq = locked.updateSeq;
  for (const { key, kind, path, body, at } of updates) {
    if (told.has(key) || fresh.has(key)) continue;
    fresh.add(key);
    seq += 1;
    rows.updates.push({ execution_id: locked.id, seq, key, kind, path, body, at: new Date(at).toISOString() });
  }
  return { fresh, updateSeq: seq };
}

function running(runId: string, at: number): UpdateRow {
  return { key: "status:running", kind: "status", path: null, body: { status: "running", runId }, at };
}

function isEnd(update: UpdateRow): boolean {
  return update.kind === "status" && update.key !== "status:running";
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
