import { triggerDescription, type TriggerDescription } from "@tempograph/graph";
import type { TriggerKind } from "../trigger-kind.ts";
import { syncSchedule } from "./sync-schedule.ts";

export const schedule: TriggerKind = {
  description: triggerDescription("schedule") as TriggerDescription,
  sync: syncSchedule,
};
