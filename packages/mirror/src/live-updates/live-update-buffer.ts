import { randomBytes } from "node:crypto";
import { writeLiveUpdates, type LiveRows } from "@tempograph/db";
import type { AttemptReport, LogReport, TraceEntry } from "@tempograph/graph";
import type { MirrorDeps } from "../mirror-deps.ts";
import { RecentLatency } from "../recent-latency.ts";
import { ExecutionBuffer } from "./execution-buffer.ts";

/** Lets the write of a close include the execution's waiting live updates. */
export interface LiveUpdateSource {
  /** Tells that the execution's close is about to be written. If nobody watches, its live updates wait and are written with the close. */
  hold(executionId: string): void;
  /** Tells that the close was written or was given up for now. */
  release(executionId: string): void;
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

export interface LiveUpdateOptions {
  /**
   * How long the changes of an unwatched execution wait. Most executions have closed by then, and their rows are written with
   * the close. Default: 1,000 ms while few executions run; otherwise one and a half times the duration of recent executions,
   * at most 15,000 ms.
   */
  readonly lingerMs?: number;
  /** How long the changes of a watched execution wait. Default 50 ms. */
  readonly watchedLingerMs?: number;
  /** The most changes that are kept. Further ones are dropped and counted. Default 50,000. */
  readonly maxSize?: number;
}

/** How long an execution counts as watched after a call of `watch`. The API repeats it every 5 s. */
const WATCHED_FOR_MS = 15_000;
const MAX_EXECUTIONS_PER_WRITE = 100;
/** The default delay until changes of an unwatched open execution are written: while few executions run, and at most. */
const LINGER_MS = { calm: 1_000, most: 15_000 };
/** If fewer executions than this have waiting changes, the worker has time to write some executions twice. */
const CALM_EXECUTIONS = 8;

/**
 * Collects live updates: what only the worker knows (attempts and logs) and what it knows before history does (steps). They show
 * progress without costing history events. They are written in batches and may be lost; steps are corrected from history.
 */
export class LiveUpdateBuffer implements LiveUpdates, LiveUpdateSource {
  readonly #deps: Pick<MirrorDeps, "db" | "logger" | "faultPoint">;
  readonly #options: LiveUpdateOptions & Required<Omit<LiveUpdateOptions, "lingerMs">>;
  readonly #latency: RecentLatency;
  /** The executions whose close is about to be written. */
  readonly #held = new Set<string>();
  #buffers = new Map<string, ExecutionBuffer>();
  readonly #watchedUntil = new Map<string, number>();
  #size = 0;
  #dropped = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakeAt = Infinity;
  #writing: Promise<void> | undefined;
  #failures = 0;
  #stopped = false;
  readonly #keyPrefix = randomBytes(6).toString("base64url");
  #logs = 0;

  constructor(
    deps: Pick<MirrorDeps, "db" | "logger" | "faultPoint">,
    options: LiveUpdateOptions = {},
    latency = new RecentLatency(),
  ) {
    this.#deps = deps;
    this.#options = { watchedLingerMs: 50, maxSize: 50_000, ...options };
    this.#latency = latency;
  }

  trace(executionId: string, runId: string, entries: readonly TraceEntry[]): void {
    this.#told(executionId, runId, (buffer) => buffer.trace(entries));
  }

  attempt(report: AttemptReport): void {
    this.#told(report.executionId, report.runId, (buffer) => buffer.attempt(report));
  }

  log(report: LogReport): void {
    this.#logs += 1;
    this.#told(report.executionId, report.runId, (buffer) =>
      buffer.log(report, `log:${this.#keyPrefix}:${this.#logs}`),
    );
  }

  /** Tells that somebody watches the execution. For a while its changes are then written with little delay. */
  watch(executionId: string): void {
    const now = performance.now();
    if (this.#watchedUntil.size > 1_000) {
      for (const [id, until] of this.#watchedUntil) if (until < now) this.#watchedUntil.delete(id);
    }
    this.#watchedUntil.set(executionId, now + WATCHED_FOR_MS);
    if (this.#buffers.has(executionId)) this.#wake(0);
  }

  hold(executionId: string): void {
    this.#held.add(executionId);
  }

  release(executionId: string): void {
    if (this.#held.delete(executionId) && this.#buffers.has(executionId)) this.#wake(this.#linger(executionId));
  }

  take(executionId: string): LiveRows | null {
    return this.#takeBuffer(executionId)?.rowsForClose() ?? null;
  }

  giveBack(executionId: string, runId: string, rows: LiveRows | null): void {
    if (rows !== null) this.#told(executionId, runId, (buffer) => buffer.giveBack(rows));
  }

  async flush(): Promise<void> {
    await this.#writing;
    while (this.#buffers.size > 0) {
      const failures = this.#failures;
      await this.#writeSome([...this.#buffers.keys()]);
      if (this.#failures > failures) return;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.flush();
  }

  #told(executionId: string, runId: string, tell: (buffer: ExecutionBuffer) => void): void {
    if (this.#size >= this.#options.maxSize) {
      if (this.#dropped === 0)
        this.#deps.logger.warn(
          {},
          "There are too many live updates; new ones are dropped until the waiting ones are written",
        );
      this.#dropped += 1;
      return;
    }
    let buffer = this.#buffers.get(executionId);
    if (buffer === undefined) {
      buffer = new ExecutionBuffer(runId);
      this.#buffers.set(executionId, buffer);
      this.#wake(this.#linger(executionId));
    }
    const before = buffer.size;
    tell(buffer);
    this.#size += buffer.size - before;
  }

  #linger(executionId: string): number {
    const watched = (this.#watchedUntil.get(executionId) ?? 0) > performance.now();
    if (watched) return this.#options.watchedLingerMs;
    if (this.#held.has(executionId)) return Infinity;
    if (this.#options.lingerMs !== undefined) return this.#options.lingerMs;
    if (this.#buffers.size < CALM_EXECUTIONS) return LINGER_MS.calm;
    return this.#latency.within(LINGER_MS.calm, LINGER_MS.most);
  }

  #wake(inMs: number): void {
    if (this.#stopped || inMs === Infinity) return;
    const at = performance.now() + inMs;
    if (at >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(() => void this.#due(), inMs);
    this.#timer.unref();
  }

  async #due(): Promise<void> {
    this.#wakeAt = Infinity;
    await this.#writing;
    const now = performance.now();
    // Executions that have waited for half of their delay are written, too. Otherwise each execution would have a transaction
    // of its own, because each is due at a different moment.
    const due = [...this.#buffers]
      .filter(([id, buffer]) => now - buffer.since >= this.#linger(id) / 2)
      .map(([id]) => id);
    if (due.length > 0) {
      this.#writing = this.#writeSome(due);
      await this.#writing;
    }
    let next = Infinity;
    for (const [id, buffer] of this.#buffers)
      next = Math.min(next, buffer.since + this.#linger(id) - performance.now());
    if (next !== Infinity) this.#wake(Math.max(next, 0) + Math.min(this.#failures * 500, 5_000));
  }

  /** Writes executions in the order of their ids, in which locks are taken. A failed write is repeated; the keys make sure that nothing is written twice. */
  async #writeSome(ids: readonly string[]): Promise<void> {
    const writes = [];
    for (const id of ids.toSorted().slice(0, MAX_EXECUTIONS_PER_WRITE)) {
      const buffer = this.#takeBuffer(id);
      if (buffer !== undefined) writes.push(buffer.write(id));
    }
    try {
      await this.#deps.faultPoint?.("live.beforeWrite");
      await writeLiveUpdates(this.#deps.db, writes);
      this.#failures = 0;
      this.#dropped = 0;
      await this.#deps.faultPoint?.("live.written");
    } catch (error) {
      this.#failures += 1;
      this.#deps.logger.warn({ err: error, executions: writes.length }, "Live updates could not be written");
      // Keep the rows for another attempt, because attempts and logs are known nowhere else. Drop them after five failures.
      if (this.#failures <= 5) for (const write of writes) this.giveBack(write.executionId, write.runId, write);
    }
  }

  #takeBuffer(executionId: string): ExecutionBuffer | undefined {
    const buffer = this.#buffers.get(executionId);
    if (buffer === undefined) return undefined;
    this.#buffers.delete(executionId);
    this.#size -= buffer.size;
    return buffer;
  }
}
