import {
  claimEvents,
  CONDITIONS_QUEUE,
  startOrder,
  writeDispatched,
  type ClaimFrom,
  type Database,
  type DispatchedEvent,
  type ExecutionToInsert,
  type OutcomeToInsert,
  type WaitingEvent,
} from "@tempograph/db";
import { holdsBack, type StartPlan } from "@tempograph/graph";
import { answerEventWaits, type ArrivedEvent } from "../coordinate/answer-event-waits.ts";
import {
  count,
  observe,
  readTraceContext,
  recordSpan,
  type FaultPoint,
  type Logger,
  type TraceContext,
} from "@tempograph/runtime";
import type { DispatchPoint } from "../dispatcher-options.ts";
import type { StartTask } from "../start/start-task.ts";
import { eventData } from "./event-data.ts";
import { ConditionTime } from "./condition-time.ts";
import { executionId } from "./execution-id.ts";
import type { LiveTriggerSets } from "./live-triggers.ts";
import { askAgain, notOpen, undecided } from "../release/reasons.ts";
import { matchTriggers, type MatchedWorkflow, type Matching } from "./match-triggers.ts";

export interface DispatchEventsDeps {
  readonly db: Database;
  readonly liveTriggers: LiveTriggerSets;
  readonly logger: Logger;
  readonly faultPoint?: FaultPoint<DispatchPoint> | undefined;
  /** Of this dispatcher, empty at first. */
  readonly begunEvents: BegunEvents;
  /** Milliseconds, for tests. */
  readonly now?: (() => number) | undefined;
}

/**
 * By id, the events whose conditions take longer than a batch allows. Each batch continues where the one before has stopped. This is
 * kept in memory only: after a crash, and in another dispatcher, such an event begins anew. Nothing is lost or done twice by that.
 */
export type BegunEvents = Map<string, Begun>;

type Begun = Pick<MatchedEvent, "matching" | "waitsUpTo">;

interface MatchedEvent extends ArrivedEvent {
  readonly seq: number;
  readonly stamp: number;
  readonly trace: TraceContext | undefined;
  readonly matching: Matching;
}

/** More than a dispatcher claims at once, so that an event which is claimed again and again comes to its end. */
const MAX_BEGUN = 1_000;

export interface Dispatched {
  /** The number of events that were dispatched. */
  readonly events: number;
  readonly mayBeMore: boolean;
  /** Whether start policies decide about some of them later. */
  readonly held: boolean;
  /** The new executions. */
  readonly starts: readonly StartTask[];
  /** Those of them that the caller alone may start. Others wait until they are claimed. */
  readonly leased: readonly StartTask[];
}

/** `onClaim` is told the projects of the events, before anything is done with them. */
export interface DispatchFrom extends ClaimFrom {
  readonly onClaim?: (projects: readonly string[]) => void;
}

/**
 * Claims stored events that no dispatcher has taken yet and writes what became of them: for each workflow that an event could concern
 * its execution or another outcome (I12), in one transaction. A dispatcher that dies within this function leaves the events as they
 * were (I4).
 */
export async function dispatchEvents(
  deps: DispatchEventsDeps,
  limit: number,
  leaseMs: number,
  { onClaim, ...from }: DispatchFrom = {},
): Promise<Dispatched> {
  const { db, faultPoint, begunEvents } = deps;
  await faultPoint?.("claim");
  const begunAt = Date.now();
  let through: readonly MatchedEvent[] = [];
  const dispatched = db.transaction().execute(async (trx): Promise<Dispatched> => {
    const { rows: claimed, mayBeMore } = await claimEvents(trx, limit, from);
    onClaim?.([...new Set(claimed.map(({ project }) => project))]);
    if (claimed.length === 0) return { events: 0, mayBeMore, held: false, starts: [], leased: [] };
    const triggers = await deps.liveTriggers(trx, claimed);
    const finished = await finishEvents(trx, deps, claimed, triggers);
    const executions = finished.flatMap(({ project, event, matching }) =>
      matching.matched.filter(isFree).map(({ workflowId, version, triggerId, plan }): ExecutionToInsert => ({
        id: executionId(event.id, workflowId),
        project,
        workflow_id: workflowId,
        workflow_version: version,
        event_id: event.id,
        trigger_id: triggerId,
        ...orderColumns(workflowId, plan),
      })),
    );
    const held = finished.flatMap(heldPairs);
    await faultPoint?.("insert");
    // This end is earlier than the one in the database, which counts from the moment when the statement arrives there.
    const leaseEnds = performance.now() + leaseMs;
    const created = await writeDispatched(trx, {
      events: finished.map(numbersOf),
      executions,
      outcomes: [...finished.flatMap(rejections), ...held],
      leaseMs,
    });
    await faultPoint?.("commit");
    const events = new Map(finished.map((each) => [each.event.id, each]));
    const starts = executions
      .filter(({ id }) => created.has(id))
      .map((row): StartTask => ({
        id: row.id,
        project: row.project,
        workflowId: row.workflow_id,
        version: row.workflow_version,
        triggerId: row.trigger_id,
        event: events.get(row.event_id)!.event,
        trace: events.get(row.event_id)!.trace,
        order: { priority: row.priority, fairnessKey: row.fairness_key, fairnessWeight: row.fairness_weight },
        failures: 0,
        leaseEnds,
      }));
    const leased = starts.filter(({ id }) => created.get(id) === true);
    const { length } = finished;
    through = finished;
    const more = mayBeMore || length < claimed.length;
    return { events: length, mayBeMore: more, held: held.length > 0, starts, leased };
  });
  dispatched.then(
    (done) => tellDispatched(through, done.starts.length, begunAt),
    () => {},
  );
  return await dispatched.catch((error: unknown) => {
    // Waits that these events have ended may be there again.
    begunEvents.clear();
    throw error;
  });
}

function tellDispatched(events: readonly MatchedEvent[], executions: number, from: number): void {
  const to = Date.now();
  for (const { event, receivedAt, trace, matching } of events) {
    observe("tempograph_event_dispatch_seconds", {}, to - receivedAt.getTime());
    if (trace === undefined) continue;
    const attributes = { "tempograph.event_id": event.id, "tempograph.executions": matching.matched.length };
    recordSpan("dispatch event", { kind: "consumer", parent: trace, attributes, from, to });
  }
  count("tempograph_events_dispatched_total", {}, events.length);
  count("tempograph_executions_created_total", {}, executions);
}

function numbersOf({ event, stamp, matching }: MatchedEvent): DispatchedEvent {
  const { concerned, filtered, matched } = matching;
  return { id: event.id, triggerSetVersion: stamp, concerned, filtered, matched: matched.filter(isFree).length };
}

/** No start policy has to decide. */
const isFree = ({ plan, hold, asks }: MatchedWorkflow) =>
  hold === undefined && asks === undefined && (plan === undefined || !holdsBack(plan));

function orderColumns(workflowId: string, plan: StartPlan = {}) {
  const { priority, fairnessKey: fairness_key, fairnessWeight: fairness_weight } = startOrder(workflowId, plan);
  return { priority, fairness_key, fairness_weight };
}

function heldPairs({ project, event, seq, matching }: MatchedEvent): OutcomeToInsert[] {
  return matching.matched
    .filter((pair) => !isFree(pair))
    .map(({ workflowId, version, triggerId, plan, hold, asks }) => ({
      ...{ project, event_id: event.id, workflow_id: workflowId, workflow_version: version, trigger_id: triggerId },
      ...{ outcome: "held", reason: hold ? notOpen(hold) : asks ? askAgain : undecided },
      ...{ event_seq: seq, plan, queue: asks && CONDITIONS_QUEUE },
      holdUntil: hold?.until ?? 0,
    }));
}

function rejections({ project, event, matching }: MatchedEvent): OutcomeToInsert[] {
  return matching.rejected.map(({ workflowId, version, problem: { code, message, hint, path } }) => ({
    ...{ project, event_id: event.id, workflow_id: workflowId, workflow_version: version, trigger_id: null },
    ...{ outcome: "rejected", reason: { code, message, hint, path } },
  }));
}

/** Evaluates the conditions of triggers and waits for claimed events, each project for a limited time. Answers the events that are through. */
async function finishEvents(
  trx: Database,
  { begunEvents, logger, now }: DispatchEventsDeps,
  claimed: readonly WaitingEvent[],
  triggers: Awaited<ReturnType<LiveTriggerSets>>,
): Promise<readonly MatchedEvent[]> {
  const time = new ConditionTime(new Set(claimed.map(({ project }) => project)).size, now);
  const matched: MatchedEvent[] = [];
  const keep = (id: string, { matching, waitsUpTo }: Begun) => begunEvents.set(id, { matching, waitsUpTo });
  for (const row of claimed) {
    const { id, seq, project, received_at: receivedAt, trigger_set_version: stamp } = row;
    const trace = readTraceContext(row.trace);
    if (time.isUp(project, "triggers")) continue;
    const event = eventData(row);
    const begun = begunEvents.get(id);
    const input = { project, event, receivedAt: receivedAt.getTime(), stamp, begun: begun?.matching };
    const matching = await matchTriggers(triggers.get(project)!, input, time);
    const waitsUpTo = begun?.waitsUpTo ?? 0;
    if (matching.done) matched.push({ project, event, seq, receivedAt, stamp, trace, matching, waitsUpTo });
    else keep(id, { matching, waitsUpTo });
  }
  const unfinished = await answerEventWaits(trx, matched, time);
  for (const each of matched)
    if (unfinished.has(each.project)) keep(each.event.id, each);
    else begunEvents.delete(each.event.id);
  for (const id of begunEvents.keys()) if (begunEvents.size > MAX_BEGUN) begunEvents.delete(id);
  const finished = matched.filter(({ project }) => !unfinished.has(project));
  for (const { event, matching } of finished)
    for (const rejected of matching.rejected)
      logger.warn({ eventId: event.id, ...rejected }, "A trigger's condition failed");
  return finished;
}
