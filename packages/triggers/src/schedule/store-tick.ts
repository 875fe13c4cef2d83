import { findTriggers, type Database } from "@tempograph/db";
import {
  printMoment,
  SCHEDULE_EVENT_TYPE,
  SCHEDULE_TICK_ACTIVITY,
  type ScheduleConfig,
  type ScheduleTick,
} from "@tempograph/graph";
import type { Ingest } from "../trigger-kind.ts";
import { triggerOfSchedule } from "./schedule-id.ts";

export interface TickDeps {
  readonly db: Database;
  readonly ingest: Ingest;
}

/** For `Worker.create({ activities })`: what the workflow of a tick runs. */
export function scheduleActivities(deps: TickDeps): Record<string, (tick: ScheduleTick) => Promise<void>> {
  return { [SCHEDULE_TICK_ACTIVITY]: (tick) => storeTick(deps, tick) };
}

/**
 * Stores a tick as an event. The idempotency key is the schedule and the time that it names, so a tick that runs again after a crash, a
 * backfill over times that have fired, and a second worker store nothing twice. A tick of a trigger that is paused or gone meanwhile is
 * dropped: it was started before Temporal knew.
 */
export async function storeTick({ db, ingest }: TickDeps, tick: ScheduleTick): Promise<void> {
  const key = triggerOfSchedule(tick.scheduleId);
  if (key === undefined) return;
  const row = (await findTriggers(db, [key.workflowId])).find(
    ({ kind, triggerId }) => kind === "schedule" && triggerId === key.triggerId,
  );
  if (row === undefined || row.source === null || row.status !== "active") return;
  const { scheduledFor, firedAt } = tick;
  const { timeZone = "UTC" } = row.config as ScheduleConfig;
  await ingest(db, [
    {
      project: row.project,
      type: SCHEDULE_EVENT_TYPE,
      source: row.source,
      subject: row.triggerId,
      time: scheduledFor,
      data: { scheduledFor, localTime: printMoment(Date.parse(scheduledFor), timeZone), timeZone, firedAt },
      // The outcome `conflict` means that the time has fired before: only `firedAt` differs then.
      idempotencyKey: `${tick.scheduleId}:${scheduledFor}`,
    },
  ]);
}
