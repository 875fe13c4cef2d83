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
  /** Live updates that wait in the worker are written with the close, in one transaction instead of two. */
  readonly liveUpdates: LiveUpdateSource;
  /** Whether a follower in this process has the run. The follower then writes the close itself. */
  readonly isFollowed: (runId: string) => boolean;
  /** Gets the duration of each execution whose close was written. */
  readonly latency: RecentLatency;
  /** Called when the execution goes on in another run. */
  readonly onNextRun: (executionId: string, runId: string) => void;
  readonly maxFetches?: number;
  readonly maxBatch?: number;
  readonly maxQueue?: number;
}

/** How long a close waits for other closes that were hinted, in milliseconds. */
const GATHER_MS = 50;

/** Milliseconds to wait before each further attempt. After the last one the sweeper takes over. */
const RETRY_MS = [20, 50, 100, 250, 500, 1_000, 2_000, 5_000];

/**
 * Writes runs that have closed: each history is fetched once and written as a whole. Only one transaction runs at a time, with
 * all runs that are ready, so a single run is written at once and many runs share a transaction under load. If the process
 * dies, the sweeper finds the closes that it has not written (I4).
 */
export class CloseWriter {
  readonly #deps: MirrorDeps;
  readonly #options: Required<CloseWriterOptions>;
  /** The hints that are not done, by run id. */
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

  /** Tells that the run has probably closed. Never throws and never waits. */
  hint(executionId: string, runId: string): void {
    if (this.#stopped || this.#open.has(runId) || this.#options.isFollowed(runId)) return;
    // The sweeper finds the runs that do not fit into the queue.
    if (this.#open.size >= this.#options.maxQueue) return;
    const hint: Hint = { executionId, runId, tries: 0 };
    this.#open.set(runId, hint);
    this.#options.liveUpdates.hold(executionId);
    this.#queue.push(hint);
    this.#fetchMore();
  }

  /** Whether the run's close was hinted and is not written yet. */
  readonly has = (runId: string): boolean => this.#open.has(runId);

  /** Resolves when every hinted close is written or left to the sweeper. */
  async idle(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Finishes the closes under way. Those that wait for another attempt are left to the sweeper. */
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
        return this.#again(hint, "The run is still open");
      const resetRunId = projection.wasReset ? await this.#runAfterReset(executionId, runId) : null;
      this.#ready.push({ hint, events, projection, resetRunId });
      void this.#write();
    } catch (error) {
      // The execution was deleted in Temporal in the meantime. The sweeper closes it as lost.
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
      // Other closes are being fetched, so wait a moment to share a transaction with them. A single close is written at once.
      if (this.#open.size > this.#ready.length && this.#ready.length < this.#options.maxBatch) await sleep(GATHER_MS);
      await this.#writeBatch(this.#takeBatch());
    }
    this.#writing = false;
  }

  /** Takes the runs of the next transaction, at most one of each execution. */
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
          this.#deps.logger.warn({ ...hint }, "A run closed whose execution is not in the database");
        } else liveUpdates.giveBack(hint.executionId, hint.runId, taken[index]!);
        this.#done(hint);
      }
    } catch (error) {
      for (const [index, { hint }] of batch.entries())
        liveUpdates.giveBack(hint.executionId, hint.runId, taken[index]!);
      // A run that cannot be written must not keep the others from being written.
      if (batch.length > 1) for (const ready of batch) await this.#writeBatch([ready]);
      else this.#again(batch[0]!.hint, error);
    }
  }

  #report({ executionId, runId }: Hint, { problems }: Projection): void {
    if (problems.length > 0)
      this.#deps.logger.error({ executionId, runId, problems }, "The mirror and Temporal differ");
  }

  #again(hint: Hint, cause: unknown): void {
    const wait = RETRY_MS[hint.tries];
    hint.tries += 1;
    const { executionId, runId } = hint;
    const why = cause instanceof Error ? cause.message : String(cause);
    if (wait === undefined || this.#stopped) {
      const message = "A close could not be mirrored; the sweeper tries it again";
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
