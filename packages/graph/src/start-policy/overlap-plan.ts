import { triggerId, type Trigger } from "../definition/trigger.ts";
import type { ScheduleConfig } from "../schedule/schedule-config.ts";
import type { StartPlan } from "./start-plan.ts";

/**
 * What the `overlap` of a schedule means for the events of its times. Temporal's own overlap policies are about the run that stores such
 * an event, which is over at once; users mean the executions that the events start, so it is a policy about these.
 */
export function overlapPlan(triggers: readonly Trigger[], id: string): Pick<StartPlan, "concurrency"> | undefined {
  const trigger = triggers.find((each, index) => triggerId(each, index) === id);
  if (trigger?.kind !== "schedule") return undefined;
  const { overlap = "allowAll" } = trigger.config as unknown as ScheduleConfig;
  if (overlap === "allowAll") return undefined;
  return { concurrency: { key: `schedule:${id}`, limit: 1, whenFull: WHEN_FULL[overlap] } };
}

const WHEN_FULL = { skip: "drop", bufferOne: "queueOne", bufferAll: "queue", cancelOther: "cancelOldest" } as const;
