import {
  ApplicationFailure,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Connection,
  type WorkflowClient,
} from "@temporalio/client";
import { STEER_UPDATE, type Verdict, type VerbRequest } from "@tempograph/graph";
import type { SteerAnswer } from "./temporal-gateway.ts";

/** The server's words for an Update that found its execution ending. */
const ENDED = new Set(["AcceptedUpdateCompletedWorkflow", "WorkflowExecutionAlreadyCompleted"]);

export interface VerbSender {
  readonly connection: Connection;
  readonly workflows: WorkflowClient;
  readonly timeoutMs: number;
}

/**
 * Sends a verb and waits for the machine's word. The id is the Update's, so that whoever asks again hears what became of
 * the first. A refused one comes back as the Update's failure, from the validator, or as a verdict, from the machine.
 */
export async function sendVerb(sender: VerbSender, executionId: string, request: VerbRequest): Promise<SteerAnswer> {
  const { connection, workflows, timeoutMs } = sender;
  try {
    await connection.withDeadline(Date.now() + timeoutMs, () => connection.ensureConnected());
  } catch {
    return { kind: "unavailable" };
  }
  try {
    const verdict = await connection.withDeadline(Date.now() + timeoutMs, () =>
      workflows.getHandle(executionId).executeUpdate<Verdict, [VerbRequest]>(STEER_UPDATE, {
        args: [request],
        updateId: request.id,
      }),
    );
    return verdict.ok ? { kind: "done" } : refused(verdict);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: "notFound" };
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: "timeout" };
    if (error instanceof WorkflowUpdateFailedError) return fromFailure(error.cause);
    // Sent, and no answer: nobody can say.
    return { kind: "timeout" };
  }
}

function fromFailure(cause: Error | undefined): SteerAnswer {
  if (!(cause instanceof ApplicationFailure))
    return { kind: "refused", code: "STEER_REFUSED", message: cause?.message ?? "It was refused.", cure: undefined };
  if (ENDED.has(cause.type ?? "")) return { kind: "notFound" };
  const verdict = cause.details?.[0] as Verdict | undefined;
  if (verdict?.ok === false) return refused(verdict);
  return { kind: "refused", code: cause.type ?? "STEER_REFUSED", message: cause.message, cure: undefined };
}

function refused({ code, message, cure }: Extract<Verdict, { ok: false }>): SteerAnswer {
  return { kind: "refused", code, message, cure };
}
