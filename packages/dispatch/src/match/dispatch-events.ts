import { claimEvents, insertExecutions, type Database, type ExecutionToInsert } from "@tempograph/db";
import type { EventData } from "@tempograph/graph";
import { answerEventWaits, type ArrivedEvent } from "../coordinate/answer-event-waits.ts";
import type { FaultPoint, Logger } from "@tempograph/runtime";
import type { DispatchPoint } from "../dispatcher-options.ts";
import type { StartTask } from "../start/start-task.ts";
import { eventData } from "./event-data.ts";
import { executionId } from "./execution-id.ts";
import type { LiveTriggerSet } from "./live-triggers.ts";

export interface DispatchEventsDeps {
  readonly db: Database;
  readonly liveTriggers: (db: Database, version: number) => Promise<LiveTriggerSet>;
  readonly logger: Logger;
  readonly faultPoint?: FaultPoint<DispatchPoint> | undefined;
}

export interface Dispatched {
  /** The number of events that were claimed. */
  readonly events: number;
  readonly mayBeMore: boolean;
  /** The new executions, leased to the caller. */
  readonly starts: readonly StartTask[];
}

/**
 * How long the conditions of one project's triggers may take in a batch. The project's further events are left to the next batch, so that
 * expensive conditions of one project do not hold up the events of others, which wait for the batch to end (I14).
 */
const PROJECT_MS = 200;

/**
 * Claims stored events that no dispatcher has taken yet and writes their executions, in one transaction. A dispatcher that dies
 * within this function leaves the events as they were (I4).
 */
export async function dispatchEvents(deps: DispatchEventsDeps, limit: number, leaseMs: number): Promise<Dispatched> {
  const { db, faultPoint } = deps;
  await faultPoint?.("claim");
  return await db.transaction().execute(async (trx): Promise<Dispatched> => {
    const { rows: claimed, mayBeMore } = await claimEvents(trx, limit);
    if (claimed.length === 0) return { events: 0, mayBeMore, starts: [] };
    const triggers = await deps.liveTriggers(trx, claimed[0]?.trigger_set_version ?? 0);
    const events = new Map<string, EventData>();
    const dispatched: { id: string; matched: number }[] = [];
    const executions: ExecutionToInsert[] = [];
    const arrived: ArrivedEvent[] = [];
    const spent = new Map<string, number>();
    for (const row of claimed) {
      const before = spent.get(row.project) ?? 0;
      if (before > PROJECT_MS) continue;
      const event = eventData(row);
      const { matched, failed, tookMs } = await triggers.match(row.project, event);
      spent.set(row.project, before + tookMs);
      for (const failure of failed) deps.logger.warn({ eventId: event.id, ...failure }, "A trigger's condition failed");
      for (const { workflowId, version, triggerId } of matched) {
        const id = executionId(event.id, workflowId);
        executions.push({
          id,
          project: row.project,
          workflow_id: workflowId,
          workflow_version: version,
          event_id: event.id,
          trigger_id: triggerId,
        });
      }
      events.set(event.id, event);
      dispatched.push({ id: event.id, matched: matched.length });
      arrived.push({ project: row.project, event, receivedAt: row.received_at });
    }
    await faultPoint?.("insert");
    // This end is earlier than the one in the database, which counts from the moment when the statement arrives there.
    const leaseEnds = performance.now() + leaseMs;
    const created = await insertExecutions(trx, {
      events: dispatched,
      executions,
      triggerSetVersion: triggers.version,
      leaseMs,
    });
    await answerEventWaits(trx, arrived);
    await faultPoint?.("commit");
    const starts = executions
      .filter(({ id }) => created.has(id))
      .map((row): StartTask => ({
        id: row.id,
        project: row.project,
        workflowId: row.workflow_id,
        version: row.workflow_version,
        triggerId: row.trigger_id,
        event: events.get(row.event_id) as EventData,
        failures: 0,
        leaseEnds,
      }));
    return { events: arrived.length, mayBeMore: mayBeMore || arrived.length < claimed.length, starts };
  });
}
