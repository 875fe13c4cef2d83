import {
  ApplicationFailure,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from "@temporalio/client";
import { STEER_UPDATE, type OperationRequest, type OperationResult } from "@tempograph/graph";
import { isDroppedUpdate, retry } from "@tempograph/runtime";

/**
 * The answer to an operation. With an answer of the machine, `accepted` says whether the validator let the operation into
 * history. `lost` means that there was no answer, because the execution had ended or ended before it answered.
 */
export type Asked = { readonly accepted: boolean; readonly result: OperationResult } | { readonly lost: string };

export async function askToSteer(
  handle: WorkflowHandle,
  request: OperationRequest,
  updateId = request.id,
): Promise<Asked> {
  try {
    const send = () =>
      handle.executeUpdate<OperationResult, [OperationRequest]>(STEER_UPDATE, { args: [request], updateId });
    const result = await retry(send, { minMs: 20, maxMs: 500, isPassing: isDroppedUpdate });
    return { accepted: true, result };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { lost: "not found" };
    if (!(error instanceof WorkflowUpdateFailedError)) return { lost: String(error) };
    const { cause } = error;
    const result =
      cause instanceof ApplicationFailure ? (cause.details?.[0] as OperationResult | undefined) : undefined;
    return result === undefined ? { lost: String(cause) } : { accepted: false, result };
  }
}
