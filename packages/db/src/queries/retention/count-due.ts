import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { projectToWrite } from "../../projects/project-scope.ts";
import { firstAfter, levelAfter } from "./age-levels.ts";
import { effectiveDays } from "./effective-days.ts";
import { LEVELS, type Level } from "./levels.ts";
import { leastAgeMs } from "./least-age.ts";
import { listRetentionPolicies, type RetentionDays } from "./policy.ts";
import { isHeld, isMirrored, isNamed, isNeeded } from "./removable.ts";
import { findRetentionState } from "./state.ts";

/** What the next removal would take, of executions. Each is counted once, by the most that it loses. */
export interface DueCounts {
  /** Executions that would lose their history, their values, and their rows. */
  readonly histories: number;
  readonly values: number;
  readonly shapes: number;
  /** Executions whose time is over, and that stay: held, not mirrored, or needed by others. */
  readonly kept: number;
  /** Whether there are more than were looked at. */
  readonly capped: boolean;
  /** What closed later stays in any case, because Temporal may still have it. */
  readonly closedBefore: Date;
}

/** Executions that are looked at, of those that closed first. */
const LOOK = 5_000;

/** Counts what is due by the policies of the project; with `asIf`, as if one of them were as it says. */
export async function countDue(
  db: Database,
  asIf?: RetentionDays & { readonly workflowId: string | null },
): Promise<DueCounts> {
  const project = projectToWrite(db);
  const [known, state] = await Promise.all([listRetentionPolicies(db, project), findRetentionState(db)]);
  const policies: (RetentionDays & { readonly workflowId: string | null })[] =
    asIf === undefined ? known : [...known.filter(({ workflowId }) => workflowId !== asIf.workflowId), asIf];
  const own = policies.find(({ workflowId }) => workflowId === null);
  const days = new Map(policies.map((policy) => [policy.workflowId, effectiveDays(own, policy)]));
  const general = effectiveDays(own);
  const leastMs = leastAgeMs(state.temporalMs ?? 0);
  const { rows: clock } = await sql<{ now: Date }>`select now()`.execute(db);
  const now = clock[0]!.now.getTime();

  const counted: Record<Level, number> = { 1: 0, 2: 0, 3: 0 };
  let [kept, capped] = [0, false];
  for (const removed of [2, 1, 0] as const) {
    const least = Math.min(...[general, ...days.values()].map((one) => firstAfter(one, removed, leastMs)));
    if (least === Infinity) continue;
    const { rows } = await sql<{ workflowId: string; closedAt: Date; stays: boolean; named: boolean }>`
      select e.workflow_id as "workflowId", e.closed_at as "closedAt",
             not ${isMirrored} or ${isHeld} or ${isNeeded} as stays, ${isNamed} as named
        from (select * from executions where project = ${project} and removed = ${removed} and closed_at is not null
                 and closed_at < ${new Date(now - least)} order by closed_at, id limit ${LOOK + 1}) e`.execute(db);
    capped ||= rows.length > LOOK;
    for (const { workflowId, closedAt, stays, named } of rows) {
      const reached = levelAfter(days.get(workflowId) ?? general, now - closedAt.getTime(), leastMs);
      // What reruns name keeps its row, and loses the rest.
      const level = reached === LEVELS.shapes && named ? LEVELS.values : reached;
      if (reached <= removed || reached === 0) continue;
      if (stays || level <= removed || level === 0) kept += 1;
      else counted[level] += 1;
    }
  }
  return {
    ...{ histories: counted[1], values: counted[2], shapes: counted[3], kept, capped },
    closedBefore: new Date(now - leastMs),
  };
}
