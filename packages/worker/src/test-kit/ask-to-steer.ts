import {
  ApplicationFailure,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from "@temporalio/client";
import { STEER_UPDATE, type VerbRequest, type Verdict } from "@tempograph/graph";

/**
 * How an operation was answered: by the machine, `accepted` saying whether the validator let it into history; or not at
 * all, because the execution had ended, or ended over it.
 */
export type Asked = { readonly accepted: boolean; readonly verdict: Verdict } | { readonly lost: string };

export async function askToSteer(handle: WorkflowHandle, request: VerbRequest): Promise<Asked> {
  try {
    const verdict = await handle.executeUpdate<Verdict, [VerbRequest]>(STEER_UPDATE, {
      args: [request],
      updateId: request.id,
    });
    return { accepted: true, verdict };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { lost: "not found" };
    if (!(error instanceof WorkflowUpdateFailedError)) return { lost: String(error) };
    const { cause } = error;
    const verdict = cause instanceof ApplicationFailure ? (cause.details?.[0] as Verdict | undefined) : undefined;
    return verdict === undefined ? { lost: String(cause) } : { accepted: false, verdict };
  }
}
