import {
  listEndedRuns,
  listMirroredTimes,
  markRolledBack,
  unmarkRolledBack,
  type EndedRun,
  type OpenRun,
} from "@tempograph/db";
import { describeRun } from "../follow/describe-run.ts";
import { fetchHistory } from "../follow/fetch-history.ts";
import { eventId, timeMs } from "../history/history-event.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import { createAskingPace } from "./asking-pace.ts";
import { oneByOne } from "./one-by-one.ts";
import { readRetention } from "./read-retention.ts";

/** The number of executions that a sweep asks about: of those that ended last, and in turn of all. */
const NEWEST = 5;
const IN_TURN = 10;
/** As long as executions are found that differ, so many are asked about, because those beside them in time probably differ, too. */
const WHILE_DIFFERENT = 200;
/** Temporal removes a closed run some time after its retention has ended, and its clock may be another one. */
const KEPT_SURELY = 0.9;
const NEWEST_FIRST = Number.MAX_SAFE_INTEGER;

type RunOf = Pick<OpenRun, "executionId" | "runId">;

export interface RolledBackRuns {
  /** Compares executions that have ended with what Temporal has: those that ended last, and others in turn. */
  ask(stopping: AbortSignal | undefined): Promise<void>;
  /** Temporal could not be asked. It may come back with other data, so the next sweep asks about what it would have left for later. */
  hurry(): void;
  /**
   * Notes that Temporal has fewer events of an open run than were mirrored, and takes back what was noted when it has them again. Another event
   * under the same id is noticed where it would be written. True: the run differs, so nothing else is to be made of it.
   */
  compare(run: OpenRun, events: number, mirroredEvents: number): Promise<boolean>;
}

/**
 * Notices that Temporal's data was restored from an older copy: a run that has ended is unknown, open, or ended otherwise, or an open one has
 * lost events. The executions that ended last are asked about first in each sweep, because a copy lacks what happened last.
 */
export function createRolledBackRuns(deps: MirrorDeps): RolledBackRuns {
  const { db, logger } = deps;
  let beforeSeq = NEWEST_FIRST;
  let perSweep = IN_TURN;
  /** Above the one that had ended last at the sweep before. By now others may have ended, which a restored Temporal has. */
  let newestBefore = NEWEST_FIRST;
  const pace = createAskingPace();

  async function ask(stopping: AbortSignal | undefined): Promise<void> {
    const closedForMs = (await readRetention(deps)) * KEPT_SURELY;
    const list = (options: { readonly beforeSeq: number; readonly limit: number }) =>
      listEndedRuns(db, { ...options, closedForMs });
    const [last] = await list({ beforeSeq: NEWEST_FIRST, limit: 1 });
    // They are read again, because a person may have decided about them since.
    const newest = await list({ beforeSeq: newestBefore, limit: NEWEST });
    const fresh = await compareAll(pace.ofNewest(newest), stopping);
    newestBefore = last === undefined ? NEWEST_FIRST : last.seq + 1;
    if (fresh > 0) {
      beforeSeq = NEWEST_FIRST;
      perSweep = WHILE_DIFFERENT;
      pace.hurry();
    }
    if (!pace.takesTurn()) return;
    const turn = await list({ beforeSeq, limit: perSweep });
    const differ = await compareAll(turn, stopping);
    const endsRound = turn.length < perSweep;
    beforeSeq = endsRound ? NEWEST_FIRST : turn.at(-1)!.seq;
    if (differ > 0) pace.hurry();
    pace.tookTurn(turn, endsRound);
    perSweep = differ > 0 ? WHILE_DIFFERENT : IN_TURN;
  }

  /** The number of those that are found to differ for the first time. */
  async function compareAll(runs: readonly EndedRun[], stopping: AbortSignal | undefined): Promise<number> {
    let differ = 0;
    await oneByOne(deps, runs, stopping, async (run) => {
      if (await compareEnded(run)) differ++;
    });
    return differ;
  }

  async function compareEnded(run: EndedRun): Promise<boolean> {
    const { executionId, runId } = run;
    const difference = await findDifference(run);
    if (difference !== null) return await note(executionId, runId, difference);
    // The number of events and the end do not tell the history of one that was found while it was open.
    if (run.differs) await takeBack(run);
    return false;
  }

  /** Whether Temporal has the run again as it was mirrored. */
  async function takeBack(run: RunOf): Promise<boolean> {
    const { executionId, runId } = run;
    if (!(await isSame(run))) return false;
    if (await unmarkRolledBack(db, executionId, runId))
      logger.info({ executionId, runId }, "Temporal has an execution again as it was mirrored");
    return true;
  }

  async function findDifference({ executionId, runId, events, closedAt }: EndedRun): Promise<string | null> {
    const there = await describeRun(deps, executionId, runId);
    if (there === null) return "Temporal does not know this run, whose end was mirrored.";
    if (there.open) return "The run is open in Temporal, and its end was mirrored.";
    if (events !== null && there.events !== events)
      return `Temporal has ${there.events} events of this run, and ${events} were mirrored.`;
    return there.closedAt === closedAt ? null : "Temporal has another end of this run than the one that was mirrored.";
  }

  /** Whether Temporal has every event that was mirrored. It may have more of an open run. */
  async function isSame({ executionId, runId }: RunOf): Promise<boolean> {
    const [there, here] = [
      await fetchHistory(deps, executionId, runId),
      await listMirroredTimes(db, executionId, runId),
    ];
    return here.every(({ eventId: id, at }, index) => {
      const event = there[index];
      return event !== undefined && eventId(event) === id && timeMs(event.eventTime) === at;
    });
  }

  async function compare(run: OpenRun, events: number, mirroredEvents: number): Promise<boolean> {
    const { executionId, runId, differs } = run;
    if (events < mirroredEvents)
      await note(executionId, runId, `Temporal has ${events} events of this run, and ${mirroredEvents} were mirrored.`);
    return events < mirroredEvents || (differs && !(await takeBack(run)));
  }

  async function note(executionId: string, runId: string, message: string): Promise<boolean> {
    if (!(await markRolledBack(db, executionId, runId, message))) return false;
    logger.error({ executionId, runId, difference: message }, "Temporal does not have an execution as it was mirrored");
    return true;
  }

  return { ask, compare, hurry: pace.hurry };
}
