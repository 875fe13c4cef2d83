import {
  closeLostExecution,
  findKnownExecutions,
  findOpenAmong,
  listOpenRuns,
  sweepPayloads,
  type OpenRun,
} from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import { LRUCache } from "lru-cache";
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

export interface Sweeper {
  start(): void;
  /** One sweep, now. */
  sweep(): Promise<void>;
  /** No sweep begins after this call; waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Finds what no hint told: closes while no worker was there, terminated, timed-out and deleted runs, hints that died with
 * their process (I4). Also hands runs that stay open to the followers.
 */
export function createSweeper(deps: MirrorDeps, options: SweeperOptions): Sweeper {
  const { db, logger, faultPoint } = deps;
  const { closeHint, follow, room, latency, isClosing, intervalMs = 5_000, describesPerSweep = 20 } = options;
  /** ms since epoch; the first sweep takes all that visibility has. */
  let closedSince = 0;
  let describedSeq = 0;
  let payloadsSweptAt = -Infinity;
  /** Executions of which it is known whether they are ours, so that an unknown one is reported once. */
  const reported = new LRUCache<string, true>({ max: 20_000 });

  const loop = createWakeLoop({
    pollMs: intervalMs,
    onError: (error) => logger.warn({ err: error }, "a sweep failed; the next one looks again"),
    async work(stopping) {
      await sweep(stopping);
      return false;
    },
  });

  async function sweep(stopping?: AbortSignal): Promise<void> {
    const startedAt = Date.now();
    await hintClosed(stopping);
    closedSince = startedAt - LOOK_BACK_MS;
    await lookAfterOpen(stopping);
    await removeOldPayloads();
  }

  async function removeOldPayloads(): Promise<void> {
    if (performance.now() - payloadsSweptAt < PAYLOADS_EVERY_MS) return;
    const swept = await sweepPayloads(db, PAYLOADS);
    if (swept < PAYLOADS.limit) payloadsSweptAt = performance.now();
  }

  /** Closed in Temporal, open in Postgres. */
  async function hintClosed(stopping: AbortSignal | undefined): Promise<void> {
    for await (const page of listClosedRuns(deps, closedSince)) {
      await faultPoint?.("sweep.listed");
      const ids = page.map((run) => run.executionId);
      const open = new Map((await findOpenAmong(db, ids)).map((run) => [run.executionId, run]));
      for (const run of page) {
        const row = open.get(run.executionId);
        // An older run of a chain that has gone on is told by its successor's row.
        if (row !== undefined && !row.followed && (row.runId === null || row.runId === run.runId))
          closeHint(run.executionId, run.runId);
      }
      await reportUnknown(ids);
      if (stopping?.aborted === true) return;
    }
  }

  async function reportUnknown(ids: readonly string[]): Promise<void> {
    const news = ids.filter((id) => !reported.has(id));
    if (news.length === 0) return;
    const known = await findKnownExecutions(db, news);
    for (const id of news) {
      reported.set(id, true);
      if (!known.has(id))
        logger.warn({ executionId: id }, "Temporal has a run on our task queue that is no execution of ours");
    }
  }

  /** Open in Postgres: followed where there is room; in turns asked about, because what is deleted leaves visibility. */
  async function lookAfterOpen(stopping: AbortSignal | undefined): Promise<void> {
    const olderThanMs = options.openForMs ?? latency.within(OPEN_FOR_MS.calm, OPEN_FOR_MS.most);
    const limit = room();
    if (limit > 0) {
      const runs = await listOpenRuns(db, { olderThanMs, afterSeq: 0, limit });
      for (const run of runs) if (!run.followed && !isClosing(run.runId)) follow(run.executionId, run.runId);
    }
    const turn = await listOpenRuns(db, { olderThanMs, afterSeq: describedSeq, limit: describesPerSweep });
    describedSeq = turn.length < describesPerSweep ? 0 : turn.at(-1)!.seq;
    for (const run of turn) if (stopping?.aborted !== true && !isClosing(run.runId)) await describe(run);
  }

  async function describe({ executionId, runId }: OpenRun): Promise<void> {
    const description = await describeRun(deps, executionId, runId);
    if (description === null) {
      const message = "Temporal no longer has this run.";
      const lost = await closeLostExecution(db, executionId, runId, [{ code: "RUN_NOT_FOUND", message }]);
      if (lost) logger.error({ executionId, runId }, "an execution was lost in Temporal before it was mirrored");
      return;
    }
    if (!description.open) closeHint(executionId, runId);
  }

  return { start: () => loop.start(), sweep: () => sweep(), stop: () => loop.stop() };
}
