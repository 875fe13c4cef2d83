import { countHeld, countWaiting, findBacklog, listWorkers, type Database } from "@tempograph/db";
import type { GaugeValue } from "@tempograph/runtime";

const DAY_MS = 86_400_000;

/** What waits or has gone wrong in all projects, at the moment of a scrape. */
export async function backlogGauges(everyProject: Database): Promise<readonly GaugeValue[]> {
  const now = Date.now();
  const [backlog, waiting, held, workers] = await Promise.all([
    findBacklog(everyProject, new Date(now - DAY_MS)),
    countWaiting(everyProject),
    countHeld(everyProject),
    listWorkers(everyProject),
  ]);
  const oldestMs = waiting.oldestEventAt === null ? 0 : Math.max(0, now - waiting.oldestEventAt.getTime());
  const labels = {};
  return [
    { name: "tempograph_events_waiting", labels, value: waiting.events },
    { name: "tempograph_oldest_event_seconds", labels, value: oldestMs / 1_000 },
    { name: "tempograph_executions_waiting", labels, value: waiting.executions },
    { name: "tempograph_starts_refused", labels, value: backlog.notStarted },
    { name: "tempograph_events_held", labels, value: held },
    { name: "tempograph_events_held_overdue", labels, value: backlog.overdue },
    { name: "tempograph_events_held_stuck", labels, value: backlog.stuck },
    { name: "tempograph_lookups_failing", labels, value: backlog.failingLookups },
    { name: "tempograph_triggers_broken", labels, value: backlog.brokenTriggers },
    { name: "tempograph_executions_unequal", labels, value: backlog.unequalMirrors },
    { name: "tempograph_executions_missing", labels, value: backlog.missing },
    { name: "tempograph_executions_rolled_back", labels, value: backlog.rolledBack },
    { name: "tempograph_workers_alive", labels, value: workers.length },
  ];
}
