import {
  ApplicationFailure,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Connection,
  type WorkflowClient,
} from "@temporalio/client";
import { STEER_UPDATE, type OperationResult, type OperationRequest, type SignedRequest } from "@tempograph/graph";
import { isDroppedUpdate, retry } from "@tempograph/runtime";
import type { OperationSigner } from "./operation-signer.ts";
import type { SteerAnswer } from "./temporal-gateway.ts";

/** The error types of the server for an Update whose execution was about to end. */
const ENDED = new Set(["AcceptedUpdateCompletedWorkflow", "WorkflowExecutionAlreadyCompleted"]);

export interface OperationSender {
  readonly connection: Connection;
  readonly workflows: WorkflowClient;
  readonly signer: OperationSigner;
  readonly timeoutMs: number;
}

/**
 * Sends an operation as an Update and waits for the machine's answer. The request's id is the Update's id, so that a repeated request
 * gets the answer of the first one. A refusal comes either from the validator, as the Update's failure, or from the machine, as a
 * result.
 */
export async function sendOperation(
  sender: OperationSender,
  executionId: string,
  request: OperationRequest,
): Promise<SteerAnswer> {
  const answer = await sendOnce(sender, executionId, request);
  // An earlier Update of the same id may have waited for a worker for longer than its signature was valid. It is gone now.
  const isExpired = answer.kind === "refused" && answer.code === "SIGNATURE_EXPIRED";
  return isExpired ? await sendOnce(sender, executionId, request) : answer;
}

async function sendOnce(sender: OperationSender, executionId: string, request: OperationRequest): Promise<SteerAnswer> {
  const { connection, workflows, signer, timeoutMs } = sender;
  try {
    await connection.withDeadline(Date.now() + timeoutMs, () => connection.ensureConnected());
  } catch {
    return { kind: "unavailable" };
  }
  const signed = await signer.sign(executionId, request);
  try {
    const send = () =>
      workflows.getHandle(executionId).executeUpdate<OperationResult, [SignedRequest]>(STEER_UPDATE, {
        args: [signed],
        updateId: request.id,
      });
    const result = await connection.withDeadline(Date.now() + timeoutMs, () =>
      retry(send, { minMs: 20, maxMs: 500, forMs: timeoutMs, isPassing: isDroppedUpdate }),
    );
    return result.ok ? { kind: "done" } : refused(result);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: "notFound" };
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: "timeout" };
    if (error instanceof WorkflowUpdateFailedError) return fromFailure(error.cause);
    // The Update was sent but not answered, so its outcome is unknown.
    return { kind: "timeout" };
  }
}

function fromFailure(cause: Error | undefined): SteerAnswer {
  if (!(cause instanceof ApplicationFailure))
    return {
      kind: "refused",
      code: "STEER_REFUSED",
      message: cause?.message ?? "The operation was refused.",
      hint: undefined,
    };
  if (ENDED.has(cause.type ?? "")) return { kind: "notFound" };
  if (cause.type === "OPERATION_REPEATED") return { kind: "done" };
  const result = cause.details?.[0] as OperationResult | undefined;
  if (result?.ok === false) return refused(result);
  return { kind: "refused", code: cause.type ?? "STEER_REFUSED", message: cause.message, hint: undefined };
}

function refused({ code, message, hint }: Extract<OperationResult, { ok: false }>): SteerAnswer {
  return { kind: "refused", code, message, hint };
}
