import { findTriggers, listTriggersBeside, type Database } from "@tempograph/db";
import { nextTimes, readSchedule, type JsonObject, type Problem, type ScheduleConfig } from "@tempograph/graph";
import { createGiveWay } from "@tempograph/runtime";
import type { PlacedTrigger } from "../trigger-kind.ts";

/** How often all schedules of a project together may fire. Each time costs an execution of Temporal's, beside those that it starts. */
const MOST_PER_SECOND = 20;
const LOOKED_AT = 10;

/**
 * What keeps schedules from being published because those of the project would fire too often together (I13, I14). A version that does not fire
 * more often than the one before can always be published.
 */
export async function rateProblems(
  tx: Database,
  workflowId: string,
  triggers: readonly PlacedTrigger[],
): Promise<readonly Problem[]> {
  const own = await rateOf(triggers.map(({ trigger }) => trigger.config ?? {}));
  const before = (await findTriggers(tx, [workflowId])).filter(({ kind }) => kind === "schedule");
  if (own <= (await rateOf(before.map(({ config }) => config)))) return [];
  const others = await listTriggersBeside(tx, workflowId, "schedule");
  const all = own + (await rateOf(others.map(({ config }) => config)));
  if (all <= MOST_PER_SECOND) return [];
  return [
    {
      ...{ code: "SCHEDULE_TOO_OFTEN", severity: "error", path: triggers[0]!.path },
      message: `The ${String(others.length + triggers.length)} schedules of the project would fire ${all.toFixed(1)} times a second together; at most ${String(MOST_PER_SECOND)} are possible.`,
      hint: "Let schedules fire less often, or let workflows share one: a trigger of the kind `event` may name the source of another workflow's schedule.",
    },
  ];
}

/** How often schedules fire in a second, as far as their next times tell. */
async function rateOf(configs: readonly JsonObject[]): Promise<number> {
  const giveWay = createGiveWay();
  let rate = 0;
  for (const config of configs) {
    const { rules } = readSchedule(config as ScheduleConfig);
    const times = rules === undefined ? [] : nextTimes(rules, Date.now(), LOOKED_AT + 1);
    if (times.length > 1) rate += ((times.length - 1) * 1_000) / (times.at(-1)! - times[0]!);
    await giveWay();
  }
  return rate;
}
