import type { ProgramCache } from "@tempograph/graph";
import { writeMirroredRuns, type MirroredRun } from "@tempograph/db";
import { createBatcher, retry, isUnknownExecution } from "@tempograph/runtime";
import type { LiveUpdateSource } from "../live-updates/live-update-buffer.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import { traceOfRun, traceWritten } from "./trace-written.ts";
import { readableEvents } from "../history/readable-events.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import type { Projection } from "../project/projection.ts";
import { projectHistory } from "../project/project-history.ts";
import { countWritten } from "./count-written.ts";
import { awaitAttempts } from "./await-attempts.ts";
import { describeRun } from "./describe-run.ts";
import { fetchHistory } from "./fetch-history.ts";
import { mirroredRun } from "./mirrored-run.ts";
import { tellRolledBack } from "./tell-rolled-back.ts";

interface Hint {
  readonly executionId: string;
  readonly runId: string;
}

/** A closed run whose history was fetched. */
interface Fetched extends Hint {
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
  /** Called when a close was written. */
  readonly onClosed: (projection: Projection) => void;
  /** Called when the execution goes on in another run. */
  readonly onNextRun: (executionId: string, runId: string) => void;
}

export interface CloseWriter {
  /** Tells that the run has probably closed. Never throws and never waits. */
  hint(executionId: string, runId: string): void;
  /** Whether the run's close was hinted and is not written yet. */
  has(runId: string): boolean;
  /** Resolves when every hinted close is written or left to the sweeper. */
  idle(): Promise<void>;
  /** Finishes the closes under way. A close that waits for another attempt is attempted once more, then left to the sweeper. */
  stop(): Promise<void>;
}

/** The execution follows rules that only a newer release knows. A sweep of its mirror finds the close. */
class NeedsNewerMirror extends Error {}

/** The most hinted runs that wait to be written. The sweeper finds the runs beyond that. */
const MAX_OPEN = 20_000;
const FETCHES_AT_ONCE = 8;
const RUNS_PER_TRANSACTION = 64;
/** Milliseconds between two transactions, during which further closes are collected. */
const GATHER_MS = 50;
/** Attempts are repeated because a history may lag behind the hint, and a server may be away for a moment. After `forMs` the sweeper takes over. */
const TRIES = { minMs: 20, maxMs: 5_000, forMs: 10_000 };

/**
 * Writes runs that have closed: each history is fetched once and written as a whole. Only one transaction runs at a time, with
 * all runs that are ready, so a single run is written at once and many runs share a transaction under load. If the process
 * dies, the sweeper finds the closes that it has not written (I4).
 */
export function createCloseWriter(deps: MirrorDeps, options: CloseWriterOptions): CloseWriter {
  const { programs, liveUpdates, isFollowed, onClosed, onNextRun } = options;
  const { logger, faultPoint } = deps;
  /** The hints that are not done, by run id. */
  const open = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const fetchInTurn = createBatcher<Hint, Fetched>({
    work: async (hints) => await Promise.all(hints.map(fetchClosed)),
    maxWeight: 1,
    lanes: FETCHES_AT_ONCE,
  });
  const write = createBatcher<Fetched, void>({
    async work(batch) {
      await writeBatch(batch);
      return [];
    },
    maxWeight: RUNS_PER_TRANSACTION,
    gapMs: GATHER_MS,
    // A run that cannot be written must not keep the others from being written.
    isItemsOwn: () => true,
  });

  async function mirrorClose(hint: Hint): Promise<void> {
    try {
      await retry(
        async () => {
          const fetched = await fetchInTurn(hint);
          await awaitAttempts(deps, liveUpdates, hint.executionId, fetched.projection);
          await write(fetched);
        },
        {
          ...TRIES,
          isPassing: (error) => !isUnknownExecution(error) && !(error instanceof NeedsNewerMirror),
          signal: stopping.signal,
        },
      );
    } catch (error) {
      // If the execution was deleted in Temporal in the meantime, the sweeper closes it as lost.
      if (error instanceof NeedsNewerMirror)
        logger.info(hint, "A close is left to a worker of a newer release, which knows the rules of the execution");
      else if (!isUnknownExecution(error))
        logger.warn({ ...hint, err: error }, "A close could not be mirrored; the sweeper tries it again");
    }
    open.delete(hint.runId);
    liveUpdates.release(hint.executionId);
  }

  async function fetchClosed(hint: Hint): Promise<Fetched> {
    const { executionId, runId } = hint;
    await faultPoint?.("close.hinted");
    const events = await fetchHistory(deps, executionId, runId);
    await faultPoint?.("close.fetched");
    const readable = await readableEvents(executionId, events, deps.payloadCodec);
    const projection = await deps.checkKeys(projectHistory(executionId, readable, programs, deps.buildId));
    if (projection.needsNewer) throw new NeedsNewerMirror();
    if (projection.closedAt === null && projection.nextRunId === null) throw new Error("The run is still open");
    const latest = projection.wasReset ? await describeRun(deps, executionId) : null;
    return { ...hint, events, projection, resetRunId: latest === null || latest.runId === runId ? null : latest.runId };
  }

  /** A transaction takes at most one run of each execution. */
  async function writeBatch(batch: readonly Fetched[]): Promise<void> {
    const first = new Map(batch.toReversed().map((run) => [run.executionId, run]));
    await writeRuns([...first.values()]);
    const others = batch.filter((run) => first.get(run.executionId) !== run);
    if (others.length > 0) await writeBatch(others);
  }

  async function writeRuns(fetched: readonly Fetched[]): Promise<void> {
    const taken = fetched.map(({ executionId }) => liveUpdates.take(executionId));
    const giveBack = (index: number): void => {
      const { executionId, runId } = fetched[index]!;
      liveUpdates.giveBack(executionId, runId, taken[index]!);
    };
    const runs = fetched.map((run, index): MirroredRun =>
      mirroredRun({ ...run, fence: null, liveRows: taken[index]! }),
    );
    try {
      const outcomes = await writeMirroredRuns(deps.db, runs, () => faultPoint?.("close.beforeCommit"));
      await faultPoint?.("close.written");
      for (const [index, outcome] of outcomes.entries()) {
        const { executionId, runId, projection, resetRunId } = fetched[index]!;
        const nextRunId = projection.nextRunId ?? resetRunId;
        if (outcome === "written") {
          countWritten(projection, nextRunId);
          traceWritten(traceOfRun(fetched[index]!.events), executionId, fetched[index]!.events, projection);
          if (projection.problems.length > 0)
            logger.error({ executionId, runId, problems: projection.problems }, "The mirror and Temporal differ");
          onClosed(projection);
          if (nextRunId !== null) onNextRun(executionId, nextRunId);
        } else if (outcome === "unknownExecution") {
          logger.warn({ executionId, runId }, "A run closed whose execution is not in the database");
        } else {
          if (outcome === "rolledBack") tellRolledBack(deps, fetched[index]!);
          giveBack(index);
        }
      }
    } catch (error) {
      for (const index of fetched.keys()) giveBack(index);
      throw error;
    }
  }

  async function idle(): Promise<void> {
    while (open.size > 0) await Promise.all(open.values());
  }

  return {
    hint(executionId, runId) {
      if (stopping.signal.aborted || open.has(runId) || isFollowed(runId) || open.size >= MAX_OPEN) return;
      liveUpdates.hold(executionId);
      open.set(runId, mirrorClose({ executionId, runId }));
    },
    has: (runId) => open.has(runId),
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}
