import { createHash } from "node:crypto";
import { dropNotedFailures, setTriggerDue, takeNotedFailures } from "@tempograph/db";
import {
  FAILURES_DEFAULTS,
  FAILURES_EVENT_TYPE,
  isQuietAt,
  parseDuration,
  triggerDescription,
  type FailuresConfig,
  type JsonObject,
  type Problem,
} from "@tempograph/graph";
import type { DueResult, TriggerKind } from "../trigger-kind.ts";
import { heardWorkflow } from "../workflow/heard-workflow.ts";
import { addFailures, dueGroups, type FailureGroup } from "./failure-groups.ts";
import { tellFailures } from "./tell-failures.ts";

/** How often a trigger looks for what was noted, and how much it takes at a time. */
const LOOK_MS = 5_000;
const MOST_AT_ONCE = 1_000;

/** What a trigger keeps from one look to the next. */
interface FailuresState {
  readonly groups?: readonly FailureGroup[];
  /** Rows that are counted in `groups`. They are marked at the next look, because only then is it sure that this was stored. */
  readonly taken?: readonly number[];
  /** When something was told last; RFC 3339. */
  readonly toldAt?: string;
}

/**
 * Executions of the project fail. Whoever writes the end of an execution or an incident notes it in the same transaction
 * (`db/src/queries/triggers/told-failures.ts`). Here the failures are counted by fingerprint and told when it is time. The event, what was told and
 * which rows are counted are stored together, so that each failure is counted once, wherever a worker dies.
 */
export const failures: TriggerKind = {
  description: triggerDescription("failures")!,

  async check(tx, { trigger }) {
    const { workflows = [] } = trigger.config as unknown as FailuresConfig;
    const problems: Problem[] = [];
    for (const [index, of] of workflows.entries())
      problems.push(...(await heardWorkflow(tx, of, `/config/workflows/${String(index)}`)).problems);
    return problems;
  },

  async sync({ db }, row) {
    await setTriggerDue(db, row, row.status === "active");
    if (row.status === "ended") await dropNotedFailures(db, row);
  },

  async due({ db }, row): Promise<DueResult> {
    const { groups: known = [], taken = [], toldAt } = row.state as unknown as FailuresState;
    const noted = await takeNotedFailures(db, row, taken, MOST_AT_ONCE);
    const config = row.config as unknown as FailuresConfig;
    const { every, repeatAfter, link } = { ...FAILURES_DEFAULTS, ...config };
    const nowMs = Date.now();
    const repeatMs = parseDuration(repeatAfter);
    const groups = addFailures(known, noted, { nowMs, forgetMs: repeatMs });
    const isTime =
      !isQuietAt(config, nowMs) && (toldAt === undefined || nowMs - Date.parse(toldAt) >= parseDuration(every));
    const due = isTime && noted.length < MOST_AT_ONCE ? dueGroups(groups, nowMs, repeatMs) : [];
    const ids = noted.map(({ id }) => id);
    const nextInMs = noted.length === MOST_AT_ONCE ? 0 : LOOK_MS;
    const stateOf = (state: FailuresState): JsonObject => ({ ...state, taken: ids }) as unknown as JsonObject;
    if (due.length === 0)
      return { events: [], nextInMs, state: stateOf({ groups, ...(toldAt !== undefined && { toldAt }) }) };
    const now = new Date(nowMs).toISOString();
    const told = new Set(due);
    return {
      events: [
        {
          ...{ project: row.project, type: FAILURES_EVENT_TYPE, source: row.source!, time: now },
          data: tellFailures(due, link),
          idempotencyKey: `failures:${row.workflowId}/${row.triggerId}:${keyOf(due)}`,
        },
      ],
      nextInMs,
      state: stateOf({
        groups: groups.map((group) => (told.has(group) ? { ...group, count: 0, toldAt: now } : group)),
        toldAt: now,
      }),
    };
  },
};

/** A telling is another one for each set of groups and number of failures. */
function keyOf(groups: readonly FailureGroup[]): string {
  const counted = groups.map(({ fingerprint, total, lastAt }) => [fingerprint, total, lastAt]);
  return createHash("sha256").update(JSON.stringify(counted)).digest("base64url").slice(0, 22);
}
