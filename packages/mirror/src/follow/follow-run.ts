import type { ProgramCache } from "@tempograph/graph";
import { releaseRunLease, renewRunLease, writeMirroredRuns, type RunLease } from "@tempograph/db";
import { isGrpcServiceError } from "@temporalio/client";
import { GrpcStatus, grpcStatusOf, holdLease, retry, isUnknownExecution, type TraceContext } from "@tempograph/runtime";
import type { LiveUpdateSource } from "../live-updates/live-update-buffer.ts";
import { eventId, timeMs, type HistoryEvent } from "../history/history-event.ts";
import { readableEvents } from "../history/readable-events.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import type { Projection } from "../project/projection.ts";
import { Projector } from "../project/projector.ts";
import { countWritten } from "./count-written.ts";
import { awaitAttempts } from "./await-attempts.ts";
import { describeRun } from "./describe-run.ts";
import { fetchLateEvent, pollHistory, type HistoryPoll } from "./fetch-history.ts";
import { mirroredRun } from "./mirrored-run.ts";
import { tellRolledBack } from "./tell-rolled-back.ts";
import { traceOfRun, traceWritten } from "./trace-written.ts";

const COMPARE_EVERY_MS = 1_000;

/** What a server answers that is away or busy. Any other answer to a token may be about the token. */
const PASSING: ReadonlySet<number> = new Set([
  GrpcStatus.CANCELLED,
  GrpcStatus.DEADLINE_EXCEEDED,
  GrpcStatus.RESOURCE_EXHAUSTED,
  GrpcStatus.ABORTED,
  GrpcStatus.UNAVAILABLE,
]);

export interface FollowRunOptions {
  readonly programs: ProgramCache;
  readonly liveUpdates: LiveUpdateSource;
  readonly leaseMs: number;
  /** Called when the close was written. */
  readonly onClosed: (projection: Projection) => void;
}

/**
 * Follows a run to its end under a lease. Each group of new events is written in one transaction, together with the steps, the
 * cursor and the updates that follow from it. Returns the run in which the execution goes on; null if there is none or the
 * lease was lost.
 */
export async function followRun(
  deps: MirrorDeps,
  lease: RunLease,
  stopping: AbortSignal,
  options: FollowRunOptions,
): Promise<string | null> {
  const { executionId, runId } = lease;
  let projector = new Projector(executionId, options.programs, deps.buildId);
  let trace: TraceContext | undefined;
  let told = 0;
  let token: Uint8Array | undefined;
  let last: HistoryEvent | undefined;
  let comparedAt = performance.now();
  const { leaseMs } = options;
  const held = holdLease({ leaseMs, renew: () => renewRunLease(deps.db, lease, leaseMs) });
  const signal = AbortSignal.any([stopping, held.signal]);
  try {
    while (!signal.aborted) {
      const poll = await pollAgain(deps, lease, token, signal);
      if (poll === null) return null;
      if (poll === "refused") {
        readFromBeginning();
        continue;
      }
      await deps.faultPoint?.("follow.fetched");
      const lastEventId = last === undefined ? 0 : eventId(last);
      const fresh = poll.events.filter((event) => eventId(event) > lastEventId);
      const isNext = fresh.length === 0 || eventId(fresh[0]!) === lastEventId + 1;
      if (!isNext || (fresh.length > 0 && (await hasGoneBack()))) {
        // An event that was not durable preceded these, or they are of another history. The run is read again from its beginning: events that
        // are stored are not written again, and where they differ the write says so.
        readFromBeginning();
        continue;
      }
      token = poll.nextPageToken;
      if (fresh.length > 0) {
        projector.add(await readableEvents(executionId, fresh, deps.payloadCodec));
        // A mirror of a newer release, which knows the rules, follows it.
        if (projector.result().needsNewer) return null;
        last = fresh.at(-1)!;
        trace ??= traceOfRun(fresh);
        const outcome = await write(fresh);
        if (outcome !== "written") return null;
        if (projector.closed) return await nextRun();
      } else if (token === undefined) return null;
    }
    return null;
  } finally {
    held.stop();
    if (!projector.closed || projector.result().needsNewer) await releaseRunLease(deps.db, lease).catch(() => {});
  }

  function readFromBeginning(): void {
    token = undefined;
    projector = new Projector(executionId, options.programs, deps.buildId);
    last = undefined;
  }

  /**
   * Whether Temporal has another event in the place of the last one that was read, because its data was restored from an older copy meanwhile. Its
   * server takes a token of the former history for one that has gone on as far, and the connection hides that the server was away. A server is not
   * restored within a second, so that no more than one event per second is asked for.
   */
  async function hasGoneBack(): Promise<boolean> {
    if (last === undefined || performance.now() - comparedAt < COMPARE_EVERY_MS) return false;
    comparedAt = performance.now();
    const there = await fetchLateEvent(deps, executionId, runId, eventId(last));
    return there !== undefined && timeMs(there.eventTime) !== timeMs(last.eventTime);
  }

  async function write(events: readonly HistoryEvent[]) {
    const projection = await deps.checkKeys(projector.result());
    const resetRunId = projection.wasReset ? await runAfterReset() : null;
    await awaitAttempts(deps, options.liveUpdates, executionId, projection);
    const liveRows = projector.closed ? options.liveUpdates.take(executionId) : null;
    const run = mirroredRun({
      executionId,
      runId,
      fence: lease.fence,
      events,
      projection,
      toldEntries: told,
      changedSteps: projector.takeChangedSteps(),
      resetRunId,
      liveRows,
    });
    try {
      const [outcome] = await writeMirroredRuns(deps.db, [run], () => deps.faultPoint?.("follow.beforeCommit"));
      if (outcome !== "written" && liveRows !== null) options.liveUpdates.giveBack(executionId, runId, liveRows);
      if (outcome === "written" && projector.closed) {
        countWritten(projection, projection.nextRunId ?? resetRunId);
        traceWritten(trace, executionId, events, projection);
        options.onClosed(projection);
      }
      if (outcome === "rolledBack") tellRolledBack(deps, lease);
      told = projection.trace.length;
      await deps.faultPoint?.("follow.written");
      if (projection.problems.length > 0) {
        deps.logger.error({ executionId, runId, problems: projection.problems }, "The mirror and Temporal differ");
      }
      return outcome;
    } catch (error) {
      if (liveRows !== null) options.liveUpdates.giveBack(executionId, runId, liveRows);
      throw error;
    }
  }

  async function runAfterReset(): Promise<string | null> {
    const latest = await describeRun(deps, executionId);
    return latest === null || latest.runId === runId ? null : latest.runId;
  }

  async function nextRun(): Promise<string | null> {
    const { nextRunId, wasReset } = projector.result();
    return nextRunId ?? (wasReset ? await runAfterReset() : null);
  }
}

/**
 * Polls and retries while the server is away; the token continues without a gap. Null means that following must stop, "refused" that the server
 * cannot read on from the token, mostly because its data was restored from an older copy. It says that it does not know the token; or, where the
 * token points into the middle of what is now one batch, that it is not available, however often it is asked.
 */
async function pollAgain(deps: MirrorDeps, lease: RunLease, token: Uint8Array | undefined, signal: AbortSignal) {
  const { executionId, runId } = lease;
  const isRefused = (error: unknown): boolean =>
    token !== undefined && isGrpcServiceError(error) && !PASSING.has(error.code) && !isUnknownExecution(error);
  const isPassing = (error: unknown): boolean =>
    isGrpcServiceError(error) && !isUnknownExecution(error) && !isRefused(error);
  // A server that has just come back answers, too. Then the history is read from its beginning once without need.
  const answersOtherwise = (): Promise<boolean> =>
    deps.connection
      .withAbortSignal(signal, () => describeRun(deps, executionId, runId))
      .then(
        () => true,
        () => false,
      );
  const poll = async (): Promise<HistoryPoll | "refused"> => {
    try {
      return await pollHistory(deps, executionId, runId, token, signal);
    } catch (error) {
      const isAway = grpcStatusOf(error) === GrpcStatus.UNAVAILABLE;
      if (isRefused(error) || (isAway && token !== undefined && (await answersOtherwise()))) return "refused";
      throw error;
    }
  };
  try {
    return await retry(poll, { minMs: 100, maxMs: 5_000, isPassing, signal });
  } catch (error) {
    if (signal.aborted || isUnknownExecution(error)) return null;
    throw error;
  }
}
