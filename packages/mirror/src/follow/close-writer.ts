import { setTimeout as sleep } from "node:timers/promises";
import { writeMirroredRuns, type MirroredRun } from "@tempograph/db";
import type { LiveUpdateSource } from "../live-updates/live-update-buffer.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import { inlineReferences } from "../history/inline-references.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import type { RecentLatency } from "../recent-latency.ts";
import type { ProgramCache } from "../project/program-cache.ts";
import type { Projection } from "../project/projection.ts";
import { projectHistory } from "../project/project-history.ts";
import { describeRun, isNotFound } from "./describe-run.ts";
import { fetchHistory } from "./fetch-history.ts";
import { mirroredRun } from "./mirrored-run.ts";

interface Hint {
  readonly executionId: string;
  readonly runId: string;
  tries: number;
}

interface Ready {
  readonly hint: Hint;
  readonly events: readonly HistoryEvent[];
  readonly projection: Projection;
  readonly resetRunId: string | null;
}

export interface CloseWriterOptions {
  readonly programs: ProgramCache;
  /** Live updates that wait in the worker are written with the close, one transaction instead of two. */
  readonly liveUpdates: LiveUpdateSource;
  /** A follower here has the run: it writes the close itself. */
  readonly isFollowed: (runId: string) => boolean;
  /** Told of each close that was written. */
  readonly latency: RecentLatency;
  /** The run goes on elsewhere. */
  readonly onNextRun: (executionId: string, runId: string) => void;
  readonly maxFetches?: number;
  readonly maxBatch?: number;
  readonly maxQueue?: number;
}

/** How long a close waits for others that have been hinted, too. */
const GATHER_MS = 50;

/** Waits in ms before the nth try; behind the last one the sweeper takes over. */
const RETRY_MS = [20, 50, 100, 250, 500, 1_000, 2_000, 5_000];

/**
 * Writes runs that closed: each history is fetched once and written whole. One transaction at a time, with all that is
 * ready: a single run is written at once, under load many share a transaction. What is lost with the process, the
 * sweeper finds (I4).
 */
export class CloseWriter {
  readonly #deps: MirrorDeps;
  readonly #options: Required<CloseWriterOptions>;
  /** By run id: hinted and not done. */
  readonly #open = new Map<string, Hint>();
  #queue: Hint[] = [];
  #ready: Ready[] = [];
  #fetching = 0;
  #writing = false;
  #stopped = false;
  readonly #waiting = new Map<ReturnType<typeof setTimeout>, Hint>();
  #idle: (() => void)[] = [];

  constructor(deps: MirrorDeps, options: CloseWriterOptions) {
    this.#deps = deps;
    this.#options = { maxFetches: 8, maxBatch: 64, maxQueue: 20_000, ...options };
  }

  /** The run has closed, or so it seems. Never throws, never waits. */
  hint(executionId: string, runId: string): void {
    if (this.#stopped || this.#open.has(runId) || this.#options.isFollowed(runId)) return;
    // The sweeper finds what does not fit.
    if (this.#open.size >= this.#options.maxQueue) return;
    const hint: Hint = { executionId, runId, tries: 0 };
    this.#open.set(runId, hint);
    this.#options.liveUpdates.hold(executionId);
    this.#queue.push(hint);
    this.#fetchMore();
  }

  /** The run's close has been hinted and is not written yet. */
  readonly has = (runId: string): boolean => this.#open.has(runId);

  /** Resolves once every hinted close is written, or left to the sweeper. */
  async idle(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Finishes what is under way; what only waits for another try is left to the sweeper. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const [timer, hint] of this.#waiting) {
      clearTimeout(timer);
      this.#done(hint);
    }
    await this.idle();
  }

  #fetchMore(): void {
    while (this.#fetching < this.#options.maxFetches && this.#queue.length > 0) {
      const hint = this.#queue.shift()!;
      this.#fetching += 1;
      void this.#fetch(hint).finally(() => {
        this.#fetching -= 1;
        this.#fetchMore();
      });
    }
  }

  async #fetch(hint: Hint): Promise<void> {
    const { executionId, runId } = hint;
    try {
      await this.#deps.faultPoint?.("close.hinted");
      const events = await fetchHistory(this.#deps, executionId, runId);
      await this.#deps.faultPoint?.("close.fetched");
      const readable = await inlineReferences(events, this.#deps.payloadCodec);
      const projection = projectHistory(executionId, readable, this.#options.programs);
      if (projection.closedAt === null && projection.nextRunId === null)
        return this.#again(hint, "the run is still open");
      const resetRunId = projection.wasReset ? await this.#runAfterReset(executionId, runId) : null;
      this.#ready.push({ hint, events, projection, resetRunId });
      void this.#write();
    } catch (error) {
      // Deleted in between: the sweeper says so.
      if (isNotFound(error)) this.#done(hint);
      else this.#again(hint, error);
    }
  }

  async #runAfterReset(executionId: string, runId: string): Promise<string | null> {
    const latest = await describeRun(this.#deps, executionId);
    return latest === null || latest.runId === runId ? null : latest.runId;
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#ready.length > 0) {
      // More are on their way: sharing a transaction is worth a moment. A lone one is written at once.
      if (this.#open.size > this.#ready.length && this.#ready.length < this.#options.maxBatch) await sleep(GATHER_MS);
      await this.#writeBatch(this.#takeBatch());
    }
    this.#writing = false;
  }

  /** At most one run of each execution. */
  #takeBatch(): Ready[] {
    const batch = new Map<string, Ready>();
    const rest: Ready[] = [];
    for (const ready of this.#ready) {
      if (batch.size < this.#options.maxBatch && !batch.has(ready.hint.executionId))
        batch.set(ready.hint.executionId, ready);
      else rest.push(ready);
    }
    this.#ready = rest;
    return [...batch.values()];
  }

  async #writeBatch(batch: readonly Ready[]): Promise<void> {
    const { liveUpdates } = this.#options;
    const taken = batch.map(({ hint }) => liveUpdates.take(hint.executionId));
    try {
      const runs = batch.map(({ hint, ...ready }, index): MirroredRun =>
        mirroredRun({
          executionId: hint.executionId,
          runId: hint.runId,
          fence: null,
          ...ready,
          liveRows: taken[index]!,
        }),
      );
      const outcomes = await writeMirroredRuns(this.#deps.db, runs, () =>
        this.#deps.faultPoint?.("close.beforeCommit"),
      );
      await this.#deps.faultPoint?.("close.written");
      for (const [index, outcome] of outcomes.entries()) {
        const { hint, projection, resetRunId } = batch[index]!;
        const nextRunId = projection.nextRunId ?? resetRunId;
        if (outcome === "written") {
          this.#report(hint, projection);
          if (projection.startedAt !== null) this.#options.latency.add(Date.now() - projection.startedAt);
          if (nextRunId !== null) this.#options.onNextRun(hint.executionId, nextRunId);
        } else if (outcome === "unknownExecution") {
          this.#deps.logger.warn({ ...hint }, "a run closed that is no execution of ours");
        } else liveUpdates.giveBack(hint.executionId, hint.runId, taken[index]!);
        this.#done(hint);
      }
    } catch (error) {
      for (const [index, { hint }] of batch.entries())
        liveUpdates.giveBack(hint.executionId, hint.runId, taken[index]!);
      // One that cannot be written must not hold up the others.
      if (batch.length > 1) for (const ready of batch) await this.#writeBatch([ready]);
      else this.#again(batch[0]!.hint, error);
    }
  }

  #report({ executionId, runId }: Hint, { problems }: Projection): void {
    if (problems.length > 0) this.#deps.logger.error({ executionId, runId, problems }, "mirror and Temporal differ");
  }

  #again(hint: Hint, cause: unknown): void {
    const wait = RETRY_MS[hint.tries];
    hint.tries += 1;
    const { executionId, runId } = hint;
    const why = cause instanceof Error ? cause.message : String(cause);
    if (wait === undefined || this.#stopped) {
      const message = "a close could not be mirrored; the sweeper comes back to it";
      this.#deps.logger.warn({ executionId, runId, why }, message);
      this.#done(hint);
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      this.#queue.push(hint);
      this.#fetchMore();
    }, wait);
    this.#waiting.set(timer, hint);
  }

  #done(hint: Hint): void {
    this.#open.delete(hint.runId);
    this.#options.liveUpdates.release(hint.executionId);
    if (this.#open.size > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
