import { WorkflowNotFoundError } from "@temporalio/client";
import { closePendingExecution, delayChildEnds, completeChildEnd, type ChildEnd } from "@tempograph/db";
import { temporalErrorKind } from "../temporal-error.ts";
import type { DeliverParts } from "./deliverer-options.ts";

/** How long to wait if a starter is just asking Temporal to start the execution, in milliseconds. */
export const STARTING_DELAY_MS = 200;
export const REFUSED_DELAY_MS = 5_000;

/** Asks Temporal to cancel or terminate called executions. An execution that has not started is closed in Postgres instead. */
export async function endChildren(parts: DeliverParts, ends: readonly ChildEnd[]): Promise<void> {
  await Promise.all(ends.map((end) => endChild(parts, end)));
}

async function endChild(parts: DeliverParts, end: ChildEnd): Promise<void> {
  const { db, logger, outage } = parts;
  const { childId } = end;
  await parts.faultPoint?.("end", childId);
  const from = performance.now();
  try {
    const done = (await closeUnstarted(parts, end)) || (await askTemporal(parts, end));
    await parts.faultPoint?.("markEnd", childId);
    if (done) await completeChildEnd(db, end);
    else await delayChildEnds(db, [childId], STARTING_DELAY_MS);
  } catch (error) {
    const unavailable = temporalErrorKind(error) === "unavailable";
    if (unavailable) outage.failed(from, error);
    else logger.error({ err: error, executionId: childId }, "A called execution could not be ended; it is tried again");
    await delayChildEnds(db, [childId], unavailable ? 0 : REFUSED_DELAY_MS);
  }
}

async function closeUnstarted({ db }: DeliverParts, { childId, parentId, how, status }: ChildEnd): Promise<boolean> {
  if (status !== "pending") return false;
  const { outcome } = await closePendingExecution(db, childId, how === "cancel" ? "cancelled" : "terminated", {
    reason: `Requested by ${parentId}, which had called this execution`,
    overruleLease: false,
  });
  return outcome === "closed";
}

/** False if Temporal does not know the execution yet. */
async function askTemporal({ client, deadlineMs, outage }: DeliverParts, end: ChildEnd): Promise<boolean> {
  const { childId, parentId, how, status } = end;
  const handle = client.workflow.getHandle(childId);
  try {
    await client.withDeadline(Date.now() + deadlineMs, () =>
      how === "cancel" ? handle.cancel() : handle.terminate(`Its caller ${parentId} has ended`),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return status !== "pending";
  }
  outage.succeeded();
  return true;
}
