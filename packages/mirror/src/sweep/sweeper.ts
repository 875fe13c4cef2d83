import {
  closeLostExecution,
  findKnownExecutions,
  findOpenAmong,
  listOpenRuns,
  sweepPayloads,
  type OpenRun,
} from "@tempograph/db";
import { describeRun } from "../follow/describe-run.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import type { RecentLatency } from "../recent-latency.ts";
import { listClosedRuns } from "./list-closed-runs.ts";

export interface SweeperOptions {
  readonly closeHint: (executionId: string, runId: string) => void;
  readonly follow: (executionId: string, runId: string) => void;
  /** How many more runs may be followed. */
  readonly room: () => number;
  /** ms between two sweeps. Default 5,000. */
  readonly intervalMs?: number;
  /**
   * Runs open for longer are followed. Default: one and a half times as long as recent executions took, from 5,000 to
   * 60,000 ms: what is only late because much is going on is not followed on top of it.
   */
  readonly openForMs?: number;
  readonly latency: RecentLatency;
  /** The run's close is about to be written. */
  readonly isClosing: (runId: string) => boolean;
  /** Open runs described in one sweep: finds what left visibility, too. Default 20. */
  readonly describesPerSweep?: number;
}

/** Closed runs become visible up to seconds late: each sweep looks back this far behind the last one. */
const LOOK_BACK_MS = 30_000;

/** Where nothing else is said: a run that is open for so long is followed, in calm and at the most. */
const OPEN_FOR_MS = { calm: 5_000, most: 60_000 };

/** How often values that nothing needs are looked for, how long they stay, and how many go at once. */
const PAYLOADS_EVERY_MS = 60 * 60_000;
const PAYLOADS = { retentionMs: 7 * 24 * 60 * 60_000, limit: 1_000 };

/**
 * Finds what no hint told: closes while no worker was there, terminated, timed-out and deleted runs, hints that died with
 * their process (I4). Also hands runs that stay open to the followers.
 */
export class Sweeper {
  readonly #deps: MirrorDeps;
  readonly #options: SweeperOptions & { readonly intervalMs: number; readonly describesPerSweep: number };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sweeping: Promise<void> | undefined;
  #stopped = false;
  /** ms since epoch; the first sweep takes all that visibility has. */
  #closedSince = 0;
  #describedSeq = 0;
  #payloadsSweptAt = -Infinity;
  readonly #reported = new Set<string>();

  constructor(deps: MirrorDeps, options: SweeperOptions) {
    this.#deps = deps;
    this.#options = { intervalMs: 5_000, describesPerSweep: 20, ...options };
  }

  start(): void {
    this.#next(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  /** One sweep, now. */
  async sweep(): Promise<void> {
    const startedAt = Date.now();
    await this.#closed();
    this.#closedSince = startedAt - LOOK_BACK_MS;
    await this.#open();
    await this.#payloads();
  }

  #next(inMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#sweeping = this.sweep()
        .catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          this.#deps.logger.warn("a sweep failed; the next one looks again", { why });
        })
        .finally(() => this.#next(this.#options.intervalMs));
    }, inMs);
    this.#timer.unref();
  }

  async #payloads(): Promise<void> {
    if (performance.now() - this.#payloadsSweptAt < PAYLOADS_EVERY_MS) return;
    const swept = await sweepPayloads(this.#deps.db, PAYLOADS);
    if (swept < PAYLOADS.limit) this.#payloadsSweptAt = performance.now();
  }

  /** Closed in Temporal, open in Postgres. */
  async #closed(): Promise<void> {
    for await (const page of listClosedRuns(this.#deps, this.#closedSince)) {
      await this.#deps.faultPoint("sweep.listed");
      const ids = page.map((run) => run.executionId);
      const open = new Map((await findOpenAmong(this.#deps.db, ids)).map((run) => [run.executionId, run]));
      for (const run of page) {
        const row = open.get(run.executionId);
        // An older run of a chain that has gone on is told by its successor's row.
        if (row !== undefined && !row.followed && (row.runId === null || row.runId === run.runId)) {
          this.#options.closeHint(run.executionId, run.runId);
        }
      }
      await this.#reportUnknown(ids);
      if (this.#stopped) return;
    }
  }

  async #reportUnknown(ids: readonly string[]): Promise<void> {
    const news = ids.filter((id) => !this.#reported.has(id));
    if (news.length === 0) return;
    const known = await findKnownExecutions(this.#deps.db, news);
    for (const id of news) {
      if (this.#reported.size < 100_000) this.#reported.add(id);
      if (!known.has(id))
        this.#deps.logger.warn("Temporal has a run on our task queue that is no execution of ours", {
          executionId: id,
        });
    }
  }

  /** Open in Postgres: followed where there is room; in turns asked about, because what is deleted leaves visibility. */
  async #open(): Promise<void> {
    const { room, describesPerSweep, follow, isClosing } = this.#options;
    const olderThanMs = this.#options.openForMs ?? this.#options.latency.within(OPEN_FOR_MS.calm, OPEN_FOR_MS.most);
    const limit = room();
    if (limit > 0) {
      const runs = await listOpenRuns(this.#deps.db, { olderThanMs, afterSeq: 0, limit });
      for (const run of runs) if (!run.followed && !isClosing(run.runId)) follow(run.executionId, run.runId);
    }
    const turn = await listOpenRuns(this.#deps.db, {
      olderThanMs,
      afterSeq: this.#describedSeq,
      limit: describesPerSweep,
    });
    this.#describedSeq = turn.length < describesPerSweep ? 0 : turn.at(-1)!.seq;
    for (const run of turn) if (!this.#stopped && !isClosing(run.runId)) await this.#ask(run);
  }

  async #ask({ executionId, runId }: OpenRun): Promise<void> {
    const description = await describeRun(this.#deps, executionId, runId);
    if (description === null) {
      const message = "Temporal no longer has this run.";
      const lost = await closeLostExecution(this.#deps.db, executionId, runId, [{ code: "RUN_NOT_FOUND", message }]);
      if (lost)
        this.#deps.logger.error("an execution was lost in Temporal before it was mirrored", { executionId, runId });
      return;
    }
    if (!description.open) this.#options.closeHint(executionId, runId);
  }
}
