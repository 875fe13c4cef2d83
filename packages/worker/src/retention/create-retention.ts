import {
  addToRun,
  endRuns,
  failRun,
  findDueEvents,
  findDueExecutions,
  leaseRemoval,
  leastAgeMs,
  listRetentionProjects,
  readEventRows,
  readExecutionRows,
  releaseRemoval,
  removeEvents,
  removeExecutions,
  reportRemoval,
  reportTemporalRetention,
  type Database,
  type RemovalBounds,
  type RemovedBatch,
} from "@tempograph/db";
import { count, createWakeLoop, observe, type FaultPoint, type Logger } from "@tempograph/runtime";
import { randomUUID } from "node:crypto";
import { exportLines, type Exported } from "./export-lines.ts";
import type { ExportTarget } from "./export-target.ts";

/** Before or after these a test may end the process. */
export type RetentionPoint = "retention.exported" | "retention.removed";

export interface RetentionOptions {
  readonly db: Database;
  readonly logger: Logger;
  /** Undefined: what is removed is not exported. */
  readonly target: ExportTarget | undefined;
  /** How long Temporal keeps a closed execution, in milliseconds. */
  readonly temporalMs: () => Promise<number>;
  /** Milliseconds until it looks again when nothing is due. Default a minute. */
  readonly pollMs?: number | undefined;
  readonly bounds?: Partial<RemovalBounds> | undefined;
  readonly faultPoint?: FaultPoint<RetentionPoint> | undefined;
}

export interface Retention {
  start(): void;
  /** Removes everything that is due now; returns the rows. */
  removeAll(): Promise<number>;
  /** Begins no further batch, and waits for the one under way. */
  stop(): Promise<void>;
}

const BOUNDS: Omit<RemovalBounds, "leastMs"> = { executions: 200, historyEvents: 10_000, valueBytes: 16_000_000 };
const NOT_EXPORTED = { exportedRows: 0, exportedBytes: 0 };
const EVENTS_PER_BATCH = 1_000;
const LEASE_MS = 6 * 60_000;
/** Events that something still needed are looked at again after this time. */
const EVENTS_AGAIN_MS = 24 * 60 * 60_000;

/**
 * Removes what the policies of retention do not keep, in small batches: find, export, remove. A batch that is cut short between any two
 * of these is found again, exported under the same name and removed. One worker of all does it at a time. After a batch it rests for
 * as long as the batch took, so that it takes at most half of one connection from what else runs.
 */
export function createRetention(options: RetentionOptions): Retention {
  const { db, logger, target, temporalMs, pollMs = 60_000, faultPoint } = options;
  const holder = randomUUID();
  const seenEvents = new Map<string, number>();
  let eventsFrom = performance.now();
  /** The project whose turn was last. */
  let lastProject = "";

  const loop = createWakeLoop({
    name: "remove what retention does not keep",
    mostMs: LEASE_MS,
    pollMs,
    onError: (error) => logger.warn({ err: error }, "Nothing can be removed at present; the next round tries again"),
    async work(stopping) {
      const from = performance.now();
      const removed = await batch();
      if (removed === undefined || stopping.aborted) return false;
      return Math.max(1, Math.ceil(performance.now() - from));
    },
  });

  /** Removes one batch; undefined if nothing is due, or another worker does it. */
  async function batch(): Promise<number | undefined> {
    const fence = await leaseRemoval(db, holder, LEASE_MS);
    if (fence === undefined) return undefined;
    let project: string | undefined;
    try {
      const from = performance.now();
      const batch = await removeNext(fence, (next) => (project = next));
      await reportRemoval(db, { rows: batch?.removedRows ?? 0, isDone: batch === undefined, problem: null });
      if (batch === undefined) {
        await endRuns(db);
        return undefined;
      }
      if (project !== undefined && batch.removedRows > 0) await addToRun(db, project, batch);
      count("tempograph_retention_removed_rows_total", {}, batch.removedRows);
      observe("tempograph_retention_batch_seconds", {}, performance.now() - from);
      return batch.removedRows;
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
      await reportRemoval(db, { rows: 0, isDone: false, problem }).catch(() => {});
      if (project !== undefined) await failRun(db, project, problem).catch(() => {});
      throw error;
    }
  }

  /** `onProject` is told whose rows it looks for. */
  async function removeNext(fence: number, onProject: (project: string) => void): Promise<RemovedBatch | undefined> {
    const keptMs = await temporalMs();
    await reportTemporalRetention(db, keptMs);
    const projects = await listRetentionProjects(db);
    if (projects.length === 0) return undefined;
    const bounds = { ...BOUNDS, leastMs: leastAgeMs(keptMs), ...options.bounds };
    if (performance.now() - eventsFrom > EVENTS_AGAIN_MS) {
      seenEvents.clear();
      eventsFrom = performance.now();
    }
    // They take turns, so that neither a project with much to remove nor one of which nothing can be removed keeps it from the others (I13).
    const later = projects.filter((project) => project > lastProject);
    for (const project of new Set([...later, ...projects])) {
      lastProject = project;
      onProject(project);
      const removed = (await removeSomeExecutions(project, bounds, fence)) ?? (await removeSomeEvents(project, fence));
      if (removed !== undefined) return removed;
    }
    return undefined;
  }

  async function removeSomeExecutions(
    project: string,
    bounds: RemovalBounds,
    fence: number,
  ): Promise<RemovedBatch | undefined> {
    const due = await findDueExecutions(db, project, bounds);
    if (due === undefined) return undefined;
    let exported: Exported = NOT_EXPORTED;
    if (target !== undefined) {
      const { ids, level, firstSeq: first, lastSeq: last, closedAt: day } = due;
      const named = { project, day, kind: "executions", level, first, last, ids } as const;
      exported = await exportLines(target, named, await readExecutionRows(db, due));
    }
    await faultPoint?.("retention.exported");
    const removedRows = await removeExecutions(db, due, fence);
    await faultPoint?.("retention.removed");
    return { removedRows, ...exported };
  }

  /** Goes through the events of a project that started nothing, the oldest first. */
  async function removeSomeEvents(project: string, fence: number): Promise<RemovedBatch | undefined> {
    for (const level of [3, 2] as const) {
      const key = `${String(level)} ${project}`;
      const after = seenEvents.get(key) ?? 0;
      const due = await findDueEvents(db, project, { after, limit: EVENTS_PER_BATCH, level });
      if (due === undefined) continue;
      let exported: Exported = NOT_EXPORTED;
      if (due.ids.length > 0 && target !== undefined) {
        const named = { project, day: new Date(), kind: "events", level, first: after, last: due.upTo } as const;
        exported = await exportLines(target, { ...named, ids: due.ids }, await readEventRows(db, due));
      }
      const removedRows = due.ids.length === 0 ? 0 : await removeEvents(db, due, fence);
      seenEvents.set(key, due.upTo);
      return { removedRows, ...exported };
    }
    return undefined;
  }

  return {
    start: () => loop.start(),
    async removeAll() {
      let rows = 0;
      for (let removed = await batch(); removed !== undefined; removed = await batch()) rows += removed;
      return rows;
    },
    async stop() {
      await loop.stop();
      await releaseRemoval(db, holder).catch(() => {});
    },
  };
}
