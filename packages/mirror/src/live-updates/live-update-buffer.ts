import { randomBytes } from "node:crypto";
import { writeLiveUpdates, type LiveRows } from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import type { AttemptReport, LogReport, TraceEntry } from "@tempograph/graph";
import type { MirrorDeps } from "../mirror-deps.ts";
import { createRecentLatency } from "../recent-latency.ts";
import { ExecutionBuffer } from "./execution-buffer.ts";
import { lingerOf } from "./linger.ts";

/** Lets the write of a close include the execution's waiting live updates. */
export interface LiveUpdateSource {
  /** Tells that the execution's close is about to be written. If nobody watches, its live updates wait and are written with the close. */
  hold(executionId: string): void;
  /** Tells that the close was written or was given up for now. */
  release(executionId: string): void;
  /** Whether somebody watches the execution. */
  isWatched(executionId: string): boolean;
  /** Whether the execution's update with this key waits here. */
  isWaiting(executionId: string, key: string): boolean;
  take(executionId: string): LiveRows | null;
  giveBack(executionId: string, runId: string, rows: LiveRows | null): void;
}

/** The worker reports its work to the mirror through these functions. None of those that report throws or waits. */
export interface LiveUpdates {
  trace(executionId: string, runId: string, entries: readonly TraceEntry[]): void;
  attempt(report: AttemptReport): void;
  log(report: LogReport): void;
  /** Writes everything that was reported so far. */
  flush(): Promise<void>;
}

export interface LiveUpdateBuffer extends LiveUpdates, LiveUpdateSource {
  /** Tells that somebody watches the execution. For a while its changes are then written with little delay. */
  watch(executionId: string): void;
  /** The number of executions whose changes wait. */
  backlog(): number;
  /** Writes everything that was reported so far, and nothing after it. */
  stop(): Promise<void>;
}

export interface LiveUpdateOptions {
  /**
   * How long the changes of an unwatched execution wait. Most executions have closed by then, and their rows are written with
   * the close. Default: 1,000 ms while few executions run; otherwise about as long as executions take at present, at most
   * 60,000 ms.
   */
  readonly lingerMs?: number;
  /** How long the changes of a watched execution wait. Default 50 ms. */
  readonly watchedLingerMs?: number;
  /** The most changes that are kept. Further ones are dropped. Default 50,000. */
  readonly maxSize?: number;
}

/** How long an execution counts as watched after a call of `watch`. The API repeats it every 5 s. */
const WATCHED_FOR_MS = 15_000;
const MAX_EXECUTIONS_PER_WRITE = 100;
/** Executions whose changes are due within so many milliseconds share a transaction. */
const GATHER_MS = 500;
/** Milliseconds between two rounds while nothing waits. Changes that arrive begin a round of their own. */
const IDLE_MS = 60_000;
/** After more failed writes in a row than this, the changes are dropped. */
const MAX_FAILURES = 5;

/**
 * Collects live updates: what only the worker knows (attempts and logs) and what it knows before history does (steps). They show
 * progress without costing history events. They are written in batches and may be lost; steps are corrected from history.
 */
export function createLiveUpdateBuffer(
  { db, logger, faultPoint }: Pick<MirrorDeps, "db" | "logger" | "faultPoint">,
  { lingerMs, watchedLingerMs = 50, maxSize = 50_000 }: LiveUpdateOptions = {},
  latency = createRecentLatency(),
): LiveUpdateBuffer {
  /** The buffers by execution id. */
  const buffers = new Map<string, ExecutionBuffer>();
  /** The executions whose close is about to be written. */
  const held = new Set<string>();
  const watchedUntil = new Map<string, number>();
  const keyPrefix = randomBytes(6).toString("base64url");
  let size = 0;
  let dropped = 0;
  let logs = 0;
  let failures = 0;
  let flushing = false;
  /** When the next round begins at the latest. */
  let nextAt = Infinity;

  const loop = createWakeLoop({
    name: "write live updates",
    pollMs: IDLE_MS,
    work: writeDue,
    onError: (error) => logger.warn({ err: error }, "Live updates could not be written"),
  });
  loop.start();

  function tell(executionId: string, runId: string, change: (buffer: ExecutionBuffer) => void): void {
    if (size >= maxSize) {
      if (dropped === 0)
        logger.warn({}, "There are too many live updates; new ones are dropped until the waiting ones are written");
      dropped += 1;
      return;
    }
    let buffer = buffers.get(executionId);
    if (buffer === undefined) {
      buffer = new ExecutionBuffer(runId);
      buffers.set(executionId, buffer);
      beginRoundIn(linger(executionId));
    }
    const before = buffer.size;
    change(buffer);
    size += buffer.size - before;
  }

  const isWatched = (executionId: string): boolean => (watchedUntil.get(executionId) ?? 0) > performance.now();

  function linger(executionId: string): number {
    if (isWatched(executionId)) return watchedLingerMs;
    if (held.has(executionId)) return Infinity;
    if (lingerMs !== undefined) return lingerMs;
    const buffer = buffers.get(executionId);
    return buffer === undefined ? Infinity : lingerOf(buffer, load(), latency);
  }

  /** If half of the room is used up, changes are written soon, so that none has to be dropped. */
  const load = () => ({ backlog: buffers.size, isFull: size > maxSize / 2 });

  /** Wakes the loop if it would sleep too long. The round that this begins computes how long the loop may sleep. */
  function beginRoundIn(ms: number): void {
    const at = performance.now() + ms;
    if (at >= nextAt) return;
    nextAt = at;
    loop.wake();
  }

  async function writeDue(): Promise<boolean | number> {
    nextAt = Infinity;
    const now = performance.now();
    // Executions that will soon be due are written, too. Otherwise each execution would have a transaction of its own, because
    // each is due at a different moment.
    const isDue = (since: number, ms: number): boolean => now - since >= ms - Math.min(ms / 2, GATHER_MS);
    const due = [...buffers].flatMap(([id, { since }]) => (flushing || isDue(since, linger(id)) ? [id] : []));
    if (due.length > 0) await writeSome(due);
    if (due.length > MAX_EXECUTIONS_PER_WRITE) return true;
    for (const [id, { since }] of buffers) nextAt = Math.min(nextAt, since + linger(id));
    return Math.min(Math.max(nextAt - performance.now(), 0), IDLE_MS);
  }

  /** Writes executions in the order of their ids, in which locks are taken. A failed write is repeated; the keys make sure that nothing is written twice. */
  async function writeSome(ids: readonly string[]): Promise<void> {
    const chosen = ids.toSorted().slice(0, MAX_EXECUTIONS_PER_WRITE);
    const writes = chosen.flatMap((id) => takeBuffer(id)?.write(id) ?? []);
    try {
      await faultPoint?.("live.beforeWrite");
      await writeLiveUpdates(db, writes);
      failures = 0;
      dropped = 0;
      await faultPoint?.("live.written");
    } catch (error) {
      failures += 1;
      // Keep the rows for another attempt, because attempts and logs are known nowhere else.
      if (failures <= MAX_FAILURES) for (const write of writes) giveBack(write.executionId, write.runId, write);
      throw error;
    }
  }

  function takeBuffer(executionId: string): ExecutionBuffer | undefined {
    const buffer = buffers.get(executionId);
    if (buffers.delete(executionId)) size -= buffer!.size;
    return buffer;
  }

  function giveBack(executionId: string, runId: string, rows: LiveRows | null): void {
    if (rows !== null) tell(executionId, runId, (buffer) => buffer.giveBack(rows));
  }

  async function flush(): Promise<void> {
    flushing = true;
    await loop.pass();
    flushing = false;
  }

  return {
    trace: (executionId, runId, entries) => tell(executionId, runId, (buffer) => buffer.trace(entries)),
    attempt: (report) => tell(report.executionId, report.runId, (buffer) => buffer.attempt(report)),
    log(report) {
      logs += 1;
      tell(report.executionId, report.runId, (buffer) => buffer.log(report, `log:${keyPrefix}:${logs}`));
    },
    backlog: () => buffers.size,
    isWatched,
    isWaiting: (executionId, key) => buffers.get(executionId)?.has(key) ?? false,
    watch(executionId) {
      const now = performance.now();
      if (watchedUntil.size > 1_000) {
        for (const [id, until] of watchedUntil) if (until < now) watchedUntil.delete(id);
      }
      watchedUntil.set(executionId, now + WATCHED_FOR_MS);
      if (buffers.has(executionId)) beginRoundIn(0);
    },
    hold: (executionId) => void held.add(executionId),
    release(executionId) {
      if (held.delete(executionId) && buffers.has(executionId)) beginRoundIn(linger(executionId));
    },
    take: (executionId) => takeBuffer(executionId)?.rowsForClose() ?? null,
    giveBack,
    flush,
    async stop() {
      await flush();
      await loop.stop();
    },
  };
}
