import { findDueWorkflows, type Database } from "@tempograph/db";
import type { FaultPoint } from "@tempograph/runtime";
import type { DispatchPoint } from "../dispatcher-options.ts";
import { releaseWorkflow } from "./release-workflow.ts";

/** Workflows that one round looks at. */
const WORKFLOWS = 100;
/** How soon to look again for pairs that wait for an older event to be dispatched, or for another dispatcher. */
const SOON_MS = 50;

export interface ReleaseRound {
  readonly started: number;
  /** Whether triggers are to be asked again. */
  readonly asks: boolean;
  /** True: more may be done at once. False: nothing has a time. Otherwise in how many milliseconds to look again, `pollMs` at most. */
  readonly next: boolean | number;
}

/**
 * One round of the release loop: decides about due pairs of all workflows. `onFailure` is told where that fails, so that a workflow whose
 * pairs cannot be decided holds up no other one (I13).
 */
export async function releaseHeld(
  db: Database,
  pollMs: number,
  faultPoint?: FaultPoint<DispatchPoint>,
  onFailure: (workflowId: string, error: unknown) => void = (_, error) => {
    throw error;
  },
): Promise<ReleaseRound> {
  const { due, blocked, nextInMs } = await findDueWorkflows(db, WORKFLOWS);
  let started = 0;
  let asks = false;
  let mayBeMore = due.length === WORKFLOWS;
  let soon = blocked;
  for (const workflowId of due) {
    const released = await releaseWorkflow(db, workflowId, faultPoint).catch((error: unknown) => {
      onFailure(workflowId, error);
    });
    if (released === undefined) continue;
    started += released.started;
    asks ||= released.asks > 0;
    mayBeMore ||= released.mayBeMore;
    soon ||= released.soon;
  }
  if (mayBeMore) return { started, asks, next: true };
  if (!soon && nextInMs === null) return { started, asks, next: false };
  // No notification comes when the time of a pair has come.
  const inMs = Math.min(soon ? SOON_MS : pollMs, Math.max(0, nextInMs ?? pollMs));
  return { started, asks, next: inMs };
}
