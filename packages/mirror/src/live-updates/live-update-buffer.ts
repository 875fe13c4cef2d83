import { randomBytes } from "node:crypto";
import { writeLiveUpdates, type LiveRows } from "@tempograph/db";
import type { AttemptReport, LogReport, TraceEntry } from "@tempograph/graph";
import type { MirrorDeps } from "../mirror-deps.ts";
import { RecentLatency } from "../recent-latency.ts";
import { ExecutionBuffer } from "./execution-buffer.ts";

/** How the close takes over what waits here. */
export interface LiveUpdateSource {
  /** The execution's close is about to be written: what nobody watches waits for it, and is stored once. */
  hold(executionId: string): void;
  /** The close was written, or is given up for now. */
  release(executionId: string): void;
  take(executionId: string): LiveRows | null;
  giveBack(executionId: string, runId: string, rows: LiveRows | null): void;
}

/** What the worker tells the mirror while it works. Nothing here throws or waits. */
export interface LiveUpdates {
  trace(executionId: string, runId: string, entries: readonly TraceEntry[]): void;
  attempt(report: AttemptReport): void;
  log(report: LogReport): void;
  /** Writes what has been told so far. */
  flush(): Promise<void>;
}

export interface LiveUpdateOptions {
  /**
   * How long the changes of an execution wait that nobody watches. Most have closed by then, and their rows go with the
   * close. Default: 1,000 ms while the worker is calm; with many executions at once one and a half times as long as recent
   * ones took, up to 15,000 ms.
   */
  readonly lingerMs?: number;
  /** The same while somebody watches. Default 50 ms. */
  readonly watchedLingerMs?: number;
  /** Changes kept at most; what comes on top is dropped and counted. Default 50,000. */
  readonly maxSize?: number;
}

/** How long an execution counts as watched after it was said. The API says it every 5 s. */
const WATCHED_FOR_MS = 15_000;
const MAX_EXECUTIONS_PER_WRITE = 100;
/** Where nothing else is said: an open execution that nobody watches shows up in this time, in calm and at the most. */
const LINGER_MS = { calm: 1_000, most: 15_000 };
/** Fewer executions than this with changes that wait: the worker is calm, and to write some of them twice costs nothing. */
const CALM_EXECUTIONS = 8;

/**
 * Live updates: what only the worker knows (attempts, logs), and what it knows first (steps). They feed the live view
 * at no cost in history, in batches, best effort: history makes it right.
 */
export class LiveUpdateBuffer implements LiveUpdates, LiveUpdateSource {
  readonly #deps: Pick<MirrorDeps, "db" | "logger" | "faultPoint">;
  readonly #options: LiveUpdateOptions & Required<Omit<LiveUpdateOptions, "lingerMs">>;
  readonly #latency: RecentLatency;
  /** Executions whose close is about to be written. */
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

  /** Somebody looks at the execution: its changes are written at once for a while. */
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
        this.#deps.logger.warn({}, "too many live updates; some are dropped until they are written");
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
    // What is half due goes along: each execution has a moment of its own, and would have a transaction of its own.
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

  /** In order of ids, as the locks are taken. What fails is told again next time: every key is written once. */
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
      this.#deps.logger.warn({ err: error, executions: writes.length }, "live updates could not be written");
      // Steps are history's to tell in the end; attempts and logs are known nowhere else. Given up after some tries.
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
