import type { NotedFailure } from "@tempograph/db";
import { fingerprintOf, placeOf } from "./fingerprint.ts";

/** Failures with one fingerprint. Times are RFC 3339. */
export interface FailureGroup {
  readonly fingerprint: string;
  readonly workflowId: string;
  readonly workflowName: string;
  /** The step, without the rounds of loops. Null: the failure is not about a step. */
  readonly step: string | null;
  readonly code: string;
  /** The message of the last one. */
  readonly message: string | null;
  /** Those that have not been told. */
  readonly count: number;
  /** All since the group was first told of. */
  readonly total: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The execution that failed last. */
  readonly executionId: string;
  /** When it was told last. Null: not yet. */
  readonly toldAt: string | null;
}

/** The most groups that a trigger keeps apart. What is different from all of them is counted by workflow. */
const MOST_GROUPS = 200;
const MESSAGE_CHARACTERS = 300;
const VARIOUS = { code: "VARIOUS", path: null, message: "Failures of many kinds." };

/** Counts failures, the oldest first. Groups that were told and have had nothing new for `forgetMs` are left out. */
export function addFailures(
  known: readonly FailureGroup[],
  failures: readonly NotedFailure[],
  { nowMs, forgetMs }: { readonly nowMs: number; readonly forgetMs: number },
): readonly FailureGroup[] {
  const isKept = ({ count, lastAt }: FailureGroup): boolean => count > 0 || nowMs - Date.parse(lastAt) < forgetMs;
  const groups = new Map(known.filter(isKept).map((group) => [group.fingerprint, group]));
  for (const failure of failures) {
    const own = fingerprintOf(failure);
    const kind = groups.has(own) || groups.size < MOST_GROUPS ? failure : { ...failure, ...VARIOUS };
    const fingerprint = kind === failure ? own : fingerprintOf(kind);
    const group = groups.get(fingerprint);
    const at = failure.at.toISOString();
    groups.set(fingerprint, {
      ...{ fingerprint, workflowId: failure.workflowId, workflowName: failure.workflowName, code: kind.code },
      step: kind.path === null ? null : placeOf(kind.path),
      message: kind.message === null ? null : shortened(kind.message),
      ...{ count: (group?.count ?? 0) + 1, total: (group?.total ?? 0) + 1 },
      ...{ firstAt: group !== undefined && group.count > 0 ? group.firstAt : at, lastAt: at },
      ...{ executionId: failure.executionId, toldAt: group?.toldAt ?? null },
    });
  }
  return [...groups.values()];
}

/** Not cut within a character: Postgres would not store the half of one, and the trigger would tell nothing any more. */
const shortened = (text: string): string => text.slice(0, MESSAGE_CHARACTERS).replace(/[\uD800-\uDBFF]$/, "");

/** The groups that are to be told now: those with something new that were not told within `repeatMs`. */
export function dueGroups(groups: readonly FailureGroup[], nowMs: number, repeatMs: number): readonly FailureGroup[] {
  return groups.filter(({ count, toldAt }) => count > 0 && (toldAt === null || nowMs - Date.parse(toldAt) >= repeatMs));
}
