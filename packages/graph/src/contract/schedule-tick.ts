/** The Temporal workflow type of a schedule's tick. No execution has it: `workflowType` gives a workflow of this name another type. */
export const SCHEDULE_TICK_WORKFLOW = "tempographScheduleTick";

/** The activity with which a tick is stored as an event. No node type can have this name. */
export const SCHEDULE_TICK_ACTIVITY = "tempograph:storeTick";

/** What the ids of our Schedules in Temporal begin with, and so those of their ticks. */
export const SCHEDULE_PREFIX = "tempograph-schedule-";

/** One tick, as its workflow tells it to the activity. The times are RFC 3339 in UTC. */
export interface ScheduleTick {
  readonly scheduleId: string;
  /** The time that the schedule names, before jitter and delay. */
  readonly scheduledFor: string;
  /** When Temporal started the tick. */
  readonly firedAt: string;
}
