import {
  addMirrorProblem,
  findKnownRuns,
  findMirroredEvents,
  findOpenAmong,
  listOpenRuns,
  mirroredUntil,
  sweepHooks,
  sweepPayloads,
  type OpenRun,
} from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import { LRUCache } from "lru-cache";
import { describeRun } from "../follow/describe-run.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import type { RecentLatency } from "../recent-latency.ts";
import { createFailingTasks } from "./failing-tasks.ts";
import { adoptOpenRuns, adoptRun } from "./adopt-runs.ts";
import { listClosedRuns } from "./list-closed-runs.ts";
import type { ListedRun } from "./list-runs.ts";
import { oneByOne } from "./one-by-one.ts";
import { createReconciler } from "./reconcile-runs.ts";
import { createRolledBackRuns } from "./rolled-back-runs.ts";
import { createMissingRuns, type MissingRunsOptions } from "./missing-runs.ts";

export interface SweeperOptions extends MissingRunsOptions {
  /** Whether Temporal is the one in which the executions run. */
  readonly isOurs: (() => Promise<boolean>) | undefined;
  readonly follow: (executionId: string, runId: string) => void;
  /** The number of runs that can still be followed. */
  readonly room: () => number;
  /** Milliseconds between two sweeps. Default 5,000. */
  readonly intervalMs?: number;
  /**
   * Runs that have been open for longer are followed. Default: as long as executions take at present, from 5,000 to 300,000 ms. So a run that
   * is only slow because the machine is busy is not followed in addition, which would make the machine busier.
   */
  readonly openForMs?: number;
  readonly latency: RecentLatency;
  /** The number of executions that this worker has under way. */
  readonly backlog: () => number;
  /** Whether the run's close is about to be written. */
  readonly isClosing: (runId: string) => boolean;
  /** The number of open runs that a sweep describes, which also finds runs that Temporal does not know. Default 20. */
  readonly describesPerSweep?: number;
}

/** Each sweep lists runs that closed up to this long before the last sweep, because visibility lists them some seconds late. */
const LOOK_BACK_MS = 30_000;

/** The default age at which an open run is followed: at least, and at most. Whether Temporal still knows it is asked sooner. */
const OPEN_FOR_MS = { calm: 5_000, most: 300_000, mostUnasked: 60_000 };

/** How long one page of closed runs, or a look after open ones, may take. */
const ROUND_MS = 60_000;

/** How often open runs are looked for that Postgres does not know. The first time is the start of the worker. */
const ADOPT_EVERY_MS = 10 * 60_000;

/** How often what nobody needs any more is removed. */
const REMOVE_EVERY_MS = 60 * 60_000;
/** How long large values that nothing refers to are kept, and how many are removed at a time. */
const PAYLOADS = { retentionMs: 7 * 24 * 60 * 60_000, limit: 1_000 };

export interface Sweeper {
  start(): void;
  /** Does one sweep now. */
  sweep(): Promise<void>;
  /** Begins no further sweep, and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Finds the closes of which no hint came: while no worker ran, of terminated and timed-out runs, and if the process died
 * that had the hint (I4). It also passes runs that stay open to the followers.
 */
export function createSweeper(deps: MirrorDeps, options: SweeperOptions): Sweeper {
  const { db, logger, faultPoint } = deps;
  const { closeHint, follow, room, latency, isClosing, intervalMs = 5_000, describesPerSweep = 20 } = options;
  /** Milliseconds since the epoch; undefined before the first sweep. */
  let closedSince: number | undefined;
  let describedSeq = 0;
  let removedAt = -Infinity;
  let adoptedAt = -Infinity;
  /** The runs that were looked up in the database, so that a foreign one is reported once. */
  const reported = new LRUCache<string, true>({ max: 20_000 });

  const missing = createMissingRuns(deps, options);
  const tasks = createFailingTasks(deps);
  const rolledBack = createRolledBackRuns(deps);
  const reconciler = createReconciler(deps);

  const loop = createWakeLoop({
    name: "sweep for closes",
    mostMs: ROUND_MS,
    pollMs: intervalMs,
    onError(error) {
      rolledBack.hurry();
      logger.warn({ err: error }, "A sweep failed; the next one tries again");
    },
    async work(stopping, goesOn) {
      await sweep(stopping, goesOn);
      return false;
    },
  });

  async function sweep(stopping?: AbortSignal, goesOn = (): void => {}): Promise<void> {
    if ((await options.isOurs?.()) === false) return;
    const startedAt = Date.now();
    await hintClosed(closedSince ?? (await firstClosedSince()), stopping, goesOn);
    closedSince = startedAt - LOOK_BACK_MS;
    if (performance.now() - adoptedAt > ADOPT_EVERY_MS) {
      await adoptOpenRuns(deps, stopping, goesOn);
      adoptedAt = performance.now();
    }
    await missing.askAgain(stopping);
    await tasks.askAgain(stopping);
    await lookAfterOpen(stopping);
    await rolledBack.ask(stopping);
    await reconciler.carryOut(stopping);
    await removeUnneeded();
  }

  /** A mirror that starts looks for what closed while none ran, not for all that has ever closed. */
  async function firstClosedSince(): Promise<number> {
    const until = await mirroredUntil(db);
    return until === null ? 0 : until.getTime() - LOOK_BACK_MS;
  }

  /** Removes large values that nothing refers to, and what webhooks have left behind. */
  async function removeUnneeded(): Promise<void> {
    if (performance.now() - removedAt < REMOVE_EVERY_MS) return;
    await sweepHooks(db);
    const swept = await sweepPayloads(db, PAYLOADS);
    if (swept < PAYLOADS.limit) removedAt = performance.now();
  }

  /** Hints the runs that are closed in Temporal and open in Postgres. */
  async function hintClosed(since: number, stopping: AbortSignal | undefined, goesOn: () => void): Promise<void> {
    for await (const page of listClosedRuns(deps, since)) {
      goesOn();
      await faultPoint?.("sweep.listed");
      const ids = page.map((run) => run.executionId);
      const open = new Map((await findOpenAmong(db, ids)).map((run) => [run.executionId, run]));
      for (const run of page) {
        const row = open.get(run.executionId);
        // If the row names another run, that run is the current one of the chain, and this older run needs no hint.
        if (row !== undefined && !row.followed && !row.differs && (row.runId === null || row.runId === run.runId))
          closeHint(run.executionId, run.runId);
      }
      await reportForeign(page, stopping);
      if (stopping?.aborted === true) return;
    }
  }

  /** Reports runs that Tempograph has not started: their execution is unknown, or ended before without them. */
  async function reportForeign(runs: readonly ListedRun[], stopping: AbortSignal | undefined): Promise<void> {
    const news = runs.filter(({ runId }) => !reported.has(runId));
    if (news.length === 0) return;
    const known = new Map((await findKnownRuns(db, news)).map((run) => [run.runId, run]));
    await oneByOne(deps, news, stopping, async ({ executionId, runId }) => {
      const run = known.get(runId);
      // While the execution is open, its rows do not tell which runs belong to it. A later sweep asks again.
      if (run?.isClosed === false) return;
      reported.set(runId, true);
      if (run === undefined) await adoptRun(deps, { executionId, runId });
      else if (!run.isMirrored) await reportForged(executionId, runId, run.firstRunId);
    });
  }

  /** Temporal gives the id of an execution that has ended to whoever starts a workflow under it. A reset from outside stays in the chain. */
  async function reportForged(executionId: string, runId: string, ours: string | null): Promise<void> {
    const description = await describeRun(deps, executionId, runId);
    if (description === null || ours === null || description.firstRunId === ours) return;
    const message = "Somebody has started another workflow under the id of this execution.";
    const problem = { code: "OPERATION_FORGED", message, found: description.firstRunId };
    if (await addMirrorProblem(db, executionId, problem))
      logger.error({ executionId, runId, problems: [problem] }, "The mirror and Temporal differ");
  }

  /** Follows runs that are open in Postgres while there is room, and describes some of them in turn, because visibility does not list deleted runs. */
  async function lookAfterOpen(stopping: AbortSignal | undefined): Promise<void> {
    const { calm, most, mostUnasked } = OPEN_FOR_MS;
    const openFor = (mostMs: number): number => options.openForMs ?? latency.within(calm, mostMs, options.backlog());
    const limit = room();
    if (limit > 0) {
      const runs = await listOpenRuns(db, { olderThanMs: openFor(most), afterSeq: 0, limit });
      for (const run of runs)
        if (!run.followed && !run.differs && !isClosing(run.runId)) follow(run.executionId, run.runId);
    }
    const olderThanMs = openFor(mostUnasked);
    const turn = await listOpenRuns(db, { olderThanMs, afterSeq: describedSeq, limit: describesPerSweep });
    describedSeq = turn.length < describesPerSweep ? 0 : turn.at(-1)!.seq;
    const mirrored = await findMirroredEvents(db, turn);
    await oneByOne(deps, turn, stopping, async (run) => {
      if (!isClosing(run.runId)) await describe(run, mirrored.get(run.runId) ?? 0);
    });
  }

  async function describe(run: OpenRun, mirroredEvents: number): Promise<void> {
    const { executionId, runId } = run;
    const description = await describeRun(deps, executionId, runId);
    if (description !== null && (await rolledBack.compare(run, description.events, mirroredEvents))) return;
    if (description === null) await missing.suspect(executionId, runId);
    else if (!description.open) closeHint(executionId, runId);
    else await tasks.look(executionId, runId, description);
  }

  return { start: () => loop.start(), sweep: () => sweep(), stop: () => loop.stop() };
}
