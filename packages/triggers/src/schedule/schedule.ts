import { triggerDescription, type TriggerDescription } from "@tempograph/graph";
import type { TriggerKind } from "../trigger-kind.ts";
import { lookAtSchedules } from "./look-at-schedules.ts";
import { rateProblems } from "./rate-problems.ts";
import { noteOf, syncSchedule } from "./sync-schedule.ts";

export const schedule: TriggerKind = {
  description: triggerDescription("schedule") as TriggerDescription,
  checkAll: rateProblems,
  sync: syncSchedule,
  look: (deps) => lookAtSchedules(deps, noteOf),
};
