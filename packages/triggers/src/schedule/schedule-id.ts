import { SCHEDULE_PREFIX } from "@tempograph/graph";

interface Key {
  readonly workflowId: string;
  readonly triggerId: string;
}

/** The id of a trigger's Schedule in Temporal. */
export function scheduleIdOf({ workflowId, triggerId }: Key): string {
  return `${SCHEDULE_PREFIX}${workflowId}-${triggerId}`;
}

/** The inverse. Ids of workflows contain no hyphen. Undefined for a Schedule that is not ours. */
export function triggerOfSchedule(scheduleId: string): Key | undefined {
  if (!scheduleId.startsWith(SCHEDULE_PREFIX)) return undefined;
  const rest = scheduleId.slice(SCHEDULE_PREFIX.length);
  const end = rest.indexOf("-");
  return end <= 0 ? undefined : { workflowId: rest.slice(0, end), triggerId: rest.slice(end + 1) };
}
