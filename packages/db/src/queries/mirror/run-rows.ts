import type { LockedExecution } from "./lock-executions.ts";
import type { LiveRows, LiveWrite, MirroredRun, StepRow, UpdateRow } from "./rows.ts";
import type { RowSet } from "./write-rows.ts";

type MutableRows = { -readonly [Table in keyof RowSet]: object[] };

const ENDED = new Set<StepRow["status"]>([
  "completed",
  "completedLate",
  "failed",
  "skipped",
  "cancelled",
  "notReached",
]);
const OPEN = new Set(["pending", "running"]);

export function emptyRows(): MutableRows {
  return { executions: [], events: [], steps: [], attempts: [], logs: [], updates: [], runs: [] };
}

/** Adds what a run's write puts into each table. */
export function addRun(rows: MutableRows, run: MirroredRun, locked: LockedExecution): void {
  const { executionId: execution_id, runId: run_id, close } = run;
  const closed = close !== null;
  // A run behind the current one (its chain has gone on) only fills in its history.
  const current = locked.runId === null || locked.runId === run_id;
  // Closed for the execution: nothing goes on behind it. The last word stays, whoever comes late.
  const ends = closed && close.status !== "running" && current && (OPEN.has(locked.status) || !locked.mirrored);
  rows.executions.push({
    id: execution_id,
    run_id: current ? run_id : null,
    first_run_id: run.firstRunId,
    started_at: time(run.startedAt),
    last_event_id: run.lastEventId,
    closed: ends,
    paused: current ? run.paused : null,
    status: ends ? close.status : locked.status === "pending" ? "running" : null,
    output: close?.output ?? null,
    failure: close?.failure ?? null,
    closed_at: time(close?.closedAt ?? null),
    next_run_id: close?.nextRunId ?? null,
    mirror_ok: close?.ok ?? null,
    mirror_problem: close?.problem ?? null,
  });
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
  const isLast = closed && close.nextRunId === null;
  if (current) for (const step of run.steps) addStep(rows, execution_id, step, isLast || ENDED.has(step.status));
  const { liveRows } = run;
  if (liveRows !== null) addLiveRows(rows, execution_id, liveRows);
  // The closing status comes last: subscribers end behind it.
  const last = run.updates.filter((update) => isEnd(update));
  addUpdates(
    rows,
    execution_id,
    run.updates.filter((update) => !isEnd(update)),
  );
  if (liveRows !== null) addUpdates(rows, execution_id, liveRows.updates);
  if (ends) addUpdates(rows, execution_id, last);
  rows.runs.push({
    execution_id,
    run_id,
    last_event_id: run.lastEventId,
    closed,
    next_run_id: close?.nextRunId ?? null,
  });
}

/** Adds live updates. Of an execution that has closed, only what history does not know. */
export function addLiveWrite(rows: MutableRows, write: LiveWrite, locked: LockedExecution): void {
  const { executionId } = write;
  const open = OPEN.has(locked.status);
  rows.executions.push({ id: executionId, paused: open ? write.paused : null });
  if (open) write.steps.forEach((step, position) => addStep(rows, executionId, { ...step, position }, false));
  addLiveRows(rows, executionId, write);
  // The worker was faster than the dispatcher's word that Temporal took it: that comes first all the same.
  const first = write.updates[0];
  if (locked.status === "pending" && first !== undefined)
    addUpdates(rows, executionId, [running(write.runId, first.at)]);
  addUpdates(
    rows,
    executionId,
    open ? write.updates : write.updates.filter((update) => update.kind === "attempt" || update.kind === "log"),
  );
}

function addStep(rows: MutableRows, execution_id: string, step: StepRow, final: boolean): void {
  rows.steps.push({
    execution_id,
    path: step.path,
    position: step.isResumed === true ? null : step.position,
    resumed: step.isResumed === true,
    node_id: step.nodeId,
    type: step.type,
    status: step.status,
    port: step.port,
    input: step.input,
    output: step.output,
    failure: step.failure,
    attempts: step.attempts,
    scheduled_at: time(step.scheduledAt),
    started_at: time(step.startedAt),
    ended_at: time(step.endedAt),
    known_from: final ? "history" : "advisory",
  });
}

function addLiveRows(rows: MutableRows, execution_id: string, { attempts, logs }: LiveRows): void {
  for (const attempt of attempts) {
    rows.attempts.push({
      execution_id,
      path: attempt.path,
      attempt: attempt.attempt,
      started_at: time(attempt.startedAt),
      ended_at: time(attempt.endedAt),
      failure: attempt.failure,
      worker: attempt.worker,
    });
  }
  for (const log of logs) rows.logs.push({ execution_id, ord: rows.logs.length, ...log, at: time(log.at) });
}

function addUpdates(rows: MutableRows, execution_id: string, updates: readonly UpdateRow[]): void {
  for (const update of updates)
    rows.updates.push({ execution_id, ord: rows.updates.length, ...update, at: time(update.at) });
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
