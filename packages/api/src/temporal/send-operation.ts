import {
  ApplicationFailure,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Connection,
  type WorkflowClient,
} from "@temporalio/client";
import { STEER_UPDATE, type OperationResult, type OperationRequest } from "@tempograph/graph";
import type { SteerAnswer } from "./temporal-gateway.ts";

/** The error types of the server for an Update whose execution was about to end. */
const ENDED = new Set(["AcceptedUpdateCompletedWorkflow", "WorkflowExecutionAlreadyCompleted"]);

export interface OperationSender {
  readonly connection: Connection;
  readonly workflows: WorkflowClient;
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
  const { connection, workflows, timeoutMs } = sender;
  try {
    await connection.withDeadline(Date.now() + timeoutMs, () => connection.ensureConnected());
  } catch {
    return { kind: "unavailable" };
  }
  try {
    const result = await connection.withDeadline(Date.now() + timeoutMs, () =>
      workflows.getHandle(executionId).executeUpdate<OperationResult, [OperationRequest]>(STEER_UPDATE, {
        args: [request],
        updateId: request.id,
      }),
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
  const result = cause.details?.[0] as OperationResult | undefined;
  if (result?.ok === false) return refused(result);
  return { kind: "refused", code: cause.type ?? "STEER_REFUSED", message: cause.message, hint: undefined };
}

function refused({ code, message, hint }: Extract<OperationResult, { ok: false }>): SteerAnswer {
  return { kind: "refused", code, message, hint };
}
