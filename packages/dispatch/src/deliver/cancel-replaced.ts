import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import { closePendingExecution, completeCancelRequest, delayCancelRequest, type CancelRequest } from "@tempograph/db";
import { temporalErrorKind } from "../temporal-error.ts";
import type { DeliverParts } from "./deliverer-options.ts";
import { REFUSED_DELAY_MS, STARTING_DELAY_MS } from "./end-children.ts";

/** Asks Temporal to cancel executions whose place another one gets. An execution that has not started is closed in Postgres instead. */
export async function cancelReplaced(parts: DeliverParts, requests: readonly CancelRequest[]): Promise<void> {
  await Promise.all(requests.map((request) => cancel(parts, request)));
}

async function cancel(parts: DeliverParts, request: CancelRequest): Promise<void> {
  const { db, logger, outage } = parts;
  const { executionId, eventId, status } = request;
  await parts.faultPoint?.("end", executionId);
  const from = performance.now();
  const reason = `The event ${eventId} came while all places of the workflow were taken`;
  try {
    const done =
      (status === "pending" && (await closeUnstarted(parts, executionId, reason))) ||
      (await askTemporal(parts, executionId, reason)) ||
      status !== "pending";
    await parts.faultPoint?.("markEnd", executionId);
    if (done) await completeCancelRequest(db, executionId);
    else await delayCancelRequest(db, executionId, STARTING_DELAY_MS);
  } catch (error) {
    const unavailable = temporalErrorKind(error) === "unavailable";
    if (unavailable) outage.failed(from, error);
    else logger.error({ err: error, executionId }, "An execution could not be cancelled; it is tried again");
    await delayCancelRequest(db, executionId, unavailable ? 0 : REFUSED_DELAY_MS);
  }
}

async function closeUnstarted({ db }: DeliverParts, id: string, reason: string): Promise<boolean> {
  const { outcome } = await closePendingExecution(db, id, "cancelled", { reason, overruleLease: false });
  return outcome === "closed";
}

/** The same request again has no further effect. False if Temporal does not know the execution. */
async function askTemporal({ client, deadlineMs, outage }: DeliverParts, id: string, reason: string): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + deadlineMs, () => requestCancel(client, id, reason));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError) && (error as { code?: number }).code !== NOT_FOUND) throw error;
    outage.succeeded();
    return false;
  }
  outage.succeeded();
  return true;
}

/** gRPC's code. */
const NOT_FOUND = 5;

/** By the service itself, because a handle of the client takes no reason. */
async function requestCancel(client: Client, id: string, reason: string): Promise<void> {
  await client.workflowService.requestCancelWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: id },
    identity: client.options.identity,
    requestId: `place:${id}`,
    reason,
  });
}
