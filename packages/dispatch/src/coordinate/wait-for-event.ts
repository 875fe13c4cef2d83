import {
  findPastEvents,
  findTakenEvent,
  insertEventTake,
  insertEventWait,
  lockEventType,
  lookBackWindow,
  type Database,
  type OwnExecution,
  type PastEvent,
} from "@tempograph/db";
import { createGiveWay } from "@tempograph/runtime";
import type { WaitForEventAnswer, WaitForEventRequest } from "@tempograph/graph";
import { eventData } from "../match/event-data.ts";
import { checkInput } from "./check-input.ts";
import type { CallerStep } from "./caller-step.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { correlationKeyOf } from "./correlation-key.ts";
import { checkCondition, checkPattern, eventCondition } from "./event-condition.ts";
import { nodePath } from "./node-path.ts";
import { ownExecution } from "./own-execution.ts";

const PAGE = 200;
/** How often a step looks again for what has come meanwhile, before it takes the lock all the same. */
const MOST_LOOKS = 20;
/** How long a step compares events while it holds the lock. When that is over, it lets the lock go and looks again without it. */
const LOCK_MS = 100;
/** Added to the time looked back over, so that events which were dispatched while the database's clock was set back are found. */
const CLOCK_MARGIN_MS = 10_000;

interface Look {
  readonly own: OwnExecution;
  readonly step: CallerStep;
  readonly wanted: WaitForEventRequest;
  readonly since: Date;
  readonly recentSince: Date;
  /** By `seq`, the recent events that did not fit: a further look leaves them out. */
  readonly compared: Set<number>;
}

/**
 * Answers with the oldest stored event that fits. If there is none, it answers null and the step waits: when an event that fits
 * is dispatched, the step gets the reply `{ event }`. An event counts if it was stored at most `lookBackMs` before the step was
 * scheduled, or later. The event that started the execution does not count, nor does an event that an earlier round of the
 * node took.
 *
 * Stored events are searched before the lock on the event type is taken (see `lockEventType`), and again until few new ones are found. While
 * the lock is held, the dispatcher may wait for it with the events of other projects, so then only events are searched that nobody has looked
 * at, and only for a short time (I14). A project that sends faster than the condition can be evaluated delays its own step with that.
 */
export async function waitForEvent(
  { db, lockMs = LOCK_MS }: Pick<CoordinationDeps, "db"> & { readonly lockMs?: number },
  step: CallerStep,
  wanted: WaitForEventRequest,
): Promise<WaitForEventAnswer> {
  checkInput("", { eventType: wanted.eventType, match: wanted.match });
  checkPattern(wanted.eventType);
  checkCondition(wanted.match);
  const taken = await findTakenEvent(db, step.executionId, step.idempotencyKey);
  if (taken !== undefined) return { event: eventData(taken) };
  const { since, now } = await lookBackWindow(db, wanted.lookBackMs + step.sinceScheduledMs);
  const own = await ownExecution(db, step.executionId);
  const recentSince = new Date(now.getTime() - CLOCK_MARGIN_MS);
  const look: Look = { own, step, wanted, since, recentSince, compared: new Set() };
  for (let again = false; ; again = true) {
    let { found, pages } = await lookBack(db, look, { onlyRecent: again });
    for (let looks = 1; found === undefined && pages > 1 && looks < MOST_LOOKS; looks += 1)
      ({ found, pages } = await lookBack(db, look, { onlyRecent: true }));
    const answer = await answerOrWait(db, look, found, lockMs);
    if (answer !== "time is up") return answer;
  }
}

/** Under the lock on the event type: answers with what was found or has come since, or begins to wait. */
async function answerOrWait(
  db: Database,
  look: Look,
  before: PastEvent | undefined,
  lockMs: number,
): Promise<WaitForEventAnswer | "time is up"> {
  const { own, step, wanted } = look;
  return await db.transaction().execute(async (trx) => {
    await ownExecution(trx, step.executionId);
    await lockEventType(trx, { project: own.project, filter: wanted.eventType });
    // Another attempt of this step may have begun to wait, and its event may have arrived.
    const meanwhile = await findTakenEvent(trx, own.id, step.idempotencyKey);
    if (meanwhile !== undefined) return { event: eventData(meanwhile) };
    const until = performance.now() + lockMs;
    const { found, timeIsUp } =
      before === undefined ? await lookBack(trx, look, { onlyRecent: true, until }) : { found: before };
    if (timeIsUp === true) return "time is up";
    if (found !== undefined) {
      const { executionId, idempotencyKey: key, path } = step;
      await insertEventTake(trx, { executionId, key, nodePath: nodePath(path), eventId: found.id });
      return { event: eventData(found) };
    }
    await beginToWait(trx, look);
    return { event: null };
  });
}

interface LookedBack {
  readonly found: PastEvent | undefined;
  readonly pages: number;
  readonly timeIsUp?: boolean;
}

async function lookBack(
  db: Database,
  { own, step, wanted, since, recentSince, compared }: Look,
  { onlyRecent, until = Infinity }: { readonly onlyRecent: boolean; readonly until?: number },
): Promise<LookedBack> {
  const condition = eventCondition(wanted.eventType, wanted.match);
  const giveWay = createGiveWay();
  const without = [...compared];
  for (let pages = 1, afterSeq = 0; ; pages += 1) {
    step.signal.throwIfAborted();
    const page = await findPastEvents(db, {
      ...{ project: own.project, filter: wanted.eventType, since, recentSince, onlyRecent, without },
      ...{ executionId: own.id, ownEventId: own.eventId, nodePath: nodePath(step.path), afterSeq, limit: PAGE },
    });
    for (const row of page) {
      await giveWay();
      if (performance.now() > until) return { found: undefined, pages, timeIsUp: true };
      if (condition.matches(eventData(row), step.workflow)) return { found: row, pages };
      if (row.isRecent) compared.add(row.seq);
    }
    if (page.length < PAGE) return { found: undefined, pages };
    afterSeq = page.at(-1)!.seq;
  }
}

async function beginToWait(trx: Database, { own, step, wanted, since }: Look): Promise<void> {
  const { executionId, path, idempotencyKey: key, workflow } = step;
  await insertEventWait(trx, {
    ...{ project: own.project, executionId, path, key, workflow, since },
    ...{ filter: wanted.eventType, match: wanted.match, untilMs: wanted.untilMs },
    correlationKey: correlationKeyOf(wanted.match),
  });
}
