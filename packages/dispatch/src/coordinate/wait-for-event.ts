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
/** Added to the time looked back over, so that events which were dispatched while the database's clock was set back are found. */
const CLOCK_MARGIN_MS = 10_000;

interface Look {
  readonly own: OwnExecution;
  readonly step: CallerStep;
  readonly wanted: WaitForEventRequest;
  readonly since: Date;
}

/**
 * Answers with the oldest stored event that fits. If there is none, it answers null and the step waits: when an event that fits
 * is dispatched, the step gets the reply `{ event }`. An event counts if it was stored at most `lookBackMs` before the step was
 * scheduled, or later. The event that started the execution does not count, nor does an event that an earlier round of the
 * node took.
 *
 * Most stored events are searched before the lock on the event type is taken (see `lockEventType`). While the lock is held, only
 * the events that were dispatched in the meantime are searched.
 */
export async function waitForEvent(
  { db }: CoordinationDeps,
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
  const look: Look = { own, step, wanted, since };
  let found = await lookBack(db, look, null);
  return await db.transaction().execute(async (trx) => {
    await ownExecution(trx, step.executionId);
    await lockEventType(trx, { project: own.project, filter: wanted.eventType });
    // Another attempt of this step may have begun to wait, and its event may have arrived.
    const meanwhile = await findTakenEvent(trx, own.id, step.idempotencyKey);
    if (meanwhile !== undefined) return { event: eventData(meanwhile) };
    found ??= await lookBack(trx, look, new Date(now.getTime() - CLOCK_MARGIN_MS));
    if (found !== undefined) {
      const { executionId, idempotencyKey: key, path } = step;
      await insertEventTake(trx, { executionId, key, nodePath: nodePath(path), eventId: found.id });
      return { event: eventData(found) };
    }
    await beginToWait(trx, look);
    return { event: null };
  });
}

async function lookBack(db: Database, look: Look, dispatchedSince: Date | null): Promise<PastEvent | undefined> {
  const { own, step, wanted, since } = look;
  const condition = eventCondition(wanted.eventType, wanted.match);
  for (let afterSeq = 0; ;) {
    step.signal.throwIfAborted();
    const page = await findPastEvents(db, {
      ...{ project: own.project, filter: wanted.eventType, since, dispatchedSince, afterSeq, limit: PAGE },
      ...{ executionId: own.id, ownEventId: own.eventId, nodePath: nodePath(step.path) },
    });
    const fits = page.find((row) => condition.matches(eventData(row), step.workflow));
    if (fits !== undefined || page.length < PAGE) return fits;
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
