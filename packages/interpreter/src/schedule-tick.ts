import { scheduleLocalActivity, workflowInfo } from "@temporalio/workflow";
import { ApplicationFailure } from "@temporalio/common";
import { SCHEDULE_TICK_ACTIVITY, type ScheduleTick } from "@tempograph/graph/machine";

/**
 * What a Temporal Schedule starts at each of its times: it stores the tick as an event (I1), and nothing else. It tries until the event
 * is stored, so a tick waits in Temporal while Postgres or all workers are away. Which schedule and which time it is come from search
 * attributes that the server sets; so the Schedule holds no arguments, which would have to be encrypted with a key that is still known
 * years later.
 */
export async function tempographScheduleTick(): Promise<void> {
  const { searchAttributes, startTime } = workflowInfo();
  const scheduleId = searchAttributes["TemporalScheduledById"]?.[0];
  const scheduledFor = searchAttributes["TemporalScheduledStartTime"]?.[0];
  if (typeof scheduleId !== "string" || !(scheduledFor instanceof Date)) {
    const message = "No Temporal Schedule has started this tick.";
    throw ApplicationFailure.create({ message, type: "DEFINITION_INVALID", nonRetryable: true });
  }
  const tick: ScheduleTick = {
    scheduleId,
    scheduledFor: scheduledFor.toISOString(),
    firedAt: startTime.toISOString(),
  };
  await scheduleLocalActivity(SCHEDULE_TICK_ACTIVITY, [tick], {
    startToCloseTimeout: "30s",
    retry: { initialInterval: "500ms", maximumInterval: "30s" },
  });
}
