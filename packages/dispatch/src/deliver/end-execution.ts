import { closePendingExecution, type ExecutionStatus } from "@tempograph/db";
import { isUnknownExecution } from "@tempograph/runtime";
import { temporalErrorKind } from "../temporal-error.ts";
import type { DeliverParts } from "./deliverer-options.ts";

/** How long to wait if a starter is just asking Temporal to start the execution, in milliseconds. */
const STARTING_DELAY_MS = 200;
const REFUSED_DELAY_MS = 5_000;

/** A claimed row which says that an execution is to end. */
export interface EndRequest {
  readonly executionId: string;
  readonly how: "cancel" | "terminate";
  /** As Postgres knew it when the row was claimed. */
  readonly status: ExecutionStatus;
  /** Shown with the execution, here and in Temporal's Web UI. */
  readonly reason: string;
  /** Nothing is left to do. */
  complete(): Promise<void>;
  /** To be tried again after so many milliseconds. */
  delay(ms: number): Promise<void>;
}

/** Asks Temporal to cancel or terminate an execution. An execution that has not started is closed in Postgres instead. */
export async function endExecution(parts: DeliverParts, request: EndRequest): Promise<void> {
  const { logger, outage } = parts;
  const { executionId, status } = request;
  await parts.faultPoint?.("end", executionId);
  const from = performance.now();
  try {
    // Temporal no longer knows an execution that has ended long ago; it does not know yet one that a starter is just starting.
    const done = (await closeUnstarted(parts, request)) || (await askTemporal(parts, request)) || status !== "pending";
    await parts.faultPoint?.("markEnd", executionId);
    await (done ? request.complete() : request.delay(STARTING_DELAY_MS));
  } catch (error) {
    const unavailable = temporalErrorKind(error) === "unavailable";
    if (unavailable) outage.failed(from, error);
    else logger.error({ err: error, executionId }, "An execution could not be ended; it is tried again");
    await request.delay(unavailable ? 0 : REFUSED_DELAY_MS);
  }
}

async function closeUnstarted(
  { db }: DeliverParts,
  { executionId, how, status, reason }: EndRequest,
): Promise<boolean> {
  if (status !== "pending") return false;
  const ended = how === "cancel" ? "cancelled" : "terminated";
  const { outcome } = await closePendingExecution(db, executionId, ended, { reason, overruleLease: false });
  return outcome === "closed";
}

/**
 * The same request again has no further effect. False if Temporal does not know the execution. The request goes to the service
 * itself, because a handle of the client takes no reason for a cancel.
 */
async function askTemporal({ client, deadlineMs, outage }: DeliverParts, request: EndRequest): Promise<boolean> {
  const { executionId, how, reason } = request;
  const { namespace, identity } = client.options;
  const common = { namespace, identity, reason, workflowExecution: { workflowId: executionId } };
  let known = true;
  try {
    await client.withDeadline(Date.now() + deadlineMs, async () => {
      if (how === "terminate") await client.workflowService.terminateWorkflowExecution(common);
      else await client.workflowService.requestCancelWorkflowExecution({ ...common, requestId: `end:${executionId}` });
    });
  } catch (error) {
    if (!isUnknownExecution(error)) throw error;
    known = false;
  }
  outage.succeeded();
  return known;
}
