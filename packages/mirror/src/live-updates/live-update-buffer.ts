import { randomBytes } from "node:crypto";
import { writeLiveUpdates, type LiveRows } from "@tempograph/db";
import type { AttemptReport, LogReport, TraceEntry } from "@tempograph/graph";
import type { MirrorDeps } from "../mirror-deps.ts";
import { ExecutionBuffer } from "./execution-buffer.ts";

/** How the close takes over what waits here. */
export interface LiveUpdateSource {
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
  /** How long the changes of an execution wait that nobody watches. Default 1,000 ms: a short one has closed by then, and its rows go with the close. */
  readonly lingerMs?: number;
  /** The same while somebody watches. Default 50 ms. */
  readonly watchedLingerMs?: number;
  /** Changes kept at most; what comes on top is dropped and counted. Default 50,000. */
  readonly maxSize?: number;
}

/** How long an execution counts as watched after it was said. The API says it every 5 s. */
const WATCHED_FOR_MS = 15_000;
const MAX_EXECUTIONS_PER_WRITE = 100;

/**
 * Live updates: what only the worker knows (attempts, logs), and what it knows first (steps). They feed the live view
 * at no cost in history, in batches, best effort: history makes it right.
 */
export class LiveUpdateBuffer implements LiveUpdates, LiveUpdateSource {
  readonly #deps: Pick<MirrorDeps, "db" | "logger" | "faultPoint">;
  readonly #options: Required<LiveUpdateOptions>;
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

  constructor(deps: Pick<MirrorDeps, "db" | "logger" | "faultPoint">, options: LiveUpdateOptions = {}) {
    this.#deps = deps;
    this.#options = { lingerMs: 1_000, watchedLingerMs: 50, maxSize: 50_000, ...options };
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

  take(executionId: string): LiveRows | null {
    return this.#takeBuffer(executionId)?.handover() ?? null;
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
      if (this.#dropped === 0) this.#deps.logger.warn("too many live updates; some are dropped until they are written");
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
    return watched ? this.#options.watchedLingerMs : this.#options.lingerMs;
  }

  #wake(inMs: number): void {
    if (this.#stopped) return;
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
      await this.#deps.faultPoint("live.beforeWrite");
      await writeLiveUpdates(this.#deps.db, writes);
      this.#failures = 0;
      this.#dropped = 0;
      await this.#deps.faultPoint("live.written");
    } catch (error) {
      this.#failures += 1;
      const why = error instanceof Error ? error.message : String(error);
      this.#deps.logger.warn("live updates could not be written", { executions: writes.length, why });
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
