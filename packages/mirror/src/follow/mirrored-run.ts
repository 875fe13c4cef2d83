import type { Json, TraceEntry } from "@tempograph/graph";
import type { HistoryEventRow, LiveRows, MirroredRun, StepRow, UpdateRow } from "@tempograph/db";
import { eventToJson } from "../history/event-json.ts";
import { eventId, type HistoryEvent } from "../history/history-event.ts";
import type { Projection } from "../project/projection.ts";

export interface RunToWrite {
  readonly executionId: string;
  readonly runId: string;
  readonly fence: number | null;
  readonly events: readonly HistoryEvent[];
  readonly projection: Projection;
  /** The number of trace entries that an earlier write has already written as updates. */
  readonly toldEntries?: number;
  /** The steps that have changed since the last write. Default: all steps of the projection. */
  readonly changedSteps?: readonly StepRow[];
  /** The run in which the execution goes on after a reset. */
  readonly resetRunId?: string | null;
  readonly liveRows?: LiveRows | null;
}

/** Makes the rows that one transaction writes, from a run's new events and its projection. */
export function mirroredRun(run: RunToWrite): MirroredRun {
  const { executionId, runId, fence, projection } = run;
  const told = run.toldEntries ?? 0;
  const trace = projection.trace.slice(told);
  const nextRunId = projection.nextRunId ?? run.resetRunId ?? null;
  const status = nextRunId === null ? projection.status : "running";
  const closed = projection.closedAt !== null || nextRunId !== null;
  return {
    executionId,
    runId,
    fence,
    events: run.events.map(historyEventRow),
    steps: run.changedSteps ?? projection.steps,
    updates: updatesOf(runId, projection, told, status),
    lastEventId: projection.lastEventId,
    firstRunId: projection.firstRunId,
    startedAt: projection.startedAt,
    paused: pausedBy(trace),
    liveRows: run.liveRows ?? null,
    close: closed
      ? {
          status,
          output: projection.output,
          failure: projection.failure,
          closedAt: projection.closedAt,
          nextRunId,
          ok: projection.problems.length === 0,
          problem: projection.problems.length === 0 ? null : (projection.problems as unknown as Json),
        }
      : null,
  };
}

/** Whether the execution is paused after the entries; null if they neither pause nor resume it. */
export function pausedBy(trace: readonly TraceEntry[]): boolean | null {
  const last = trace.findLast(({ kind }) => kind === "paused" || kind === "resumed");
  return last === undefined ? null : last.kind === "paused";
}

/** A change of a step in the form that subscribers get. Live updates and history use the same key for it (I7). */
export function stepUpdate(entry: TraceEntry, key: string): UpdateRow {
  const { path, nodeId, type, kind, at, port, failure, until } = entry;
  return {
    key,
    kind: "step",
    path,
    body: {
      path,
      nodeId,
      type,
      kind,
      at,
      ...(port !== undefined && { port }),
      ...(failure !== undefined && { failure: failure as unknown as Json }),
      ...(until !== undefined && { until }),
    },
    at,
  };
}

function updatesOf(runId: string, projection: Projection, told: number, status: string): UpdateRow[] {
  const { startedAt, closedAt, failure } = projection;
  const updates: UpdateRow[] = [];
  if (startedAt !== null) updates.push(statusUpdate("running", startedAt, { runId }));
  for (let index = told; index < projection.trace.length; index += 1)
    updates.push(stepUpdate(projection.trace[index]!, projection.updateKeys[index]!));
  if (closedAt !== null && status !== "running") {
    updates.push(statusUpdate(status, closedAt, failure === null ? {} : { failure: failure as unknown as Json }));
  }
  return updates;
}

function statusUpdate(status: string, at: number, rest: { readonly [key: string]: Json }): UpdateRow {
  return { key: `status:${status}`, kind: "status", path: null, body: { status, ...rest }, at };
}

function historyEventRow(event: HistoryEvent): HistoryEventRow {
  return { eventId: eventId(event), ...eventToJson(event) };
}
