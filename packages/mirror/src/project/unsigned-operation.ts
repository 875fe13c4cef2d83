import {
  canonicalJson,
  FIRST_SIGNED_VERSION,
  operationRequest,
  operationSignature,
  signedText,
  STEER_UPDATE,
  type ExecutionStart,
  type OperationKeys,
} from "@tempograph/graph";
import { isSignedByOneOf } from "@tempograph/runtime";
import { tryDecodePayload } from "../history/payload.ts";
import type { HistoryEvent } from "../history/history-event.ts";
import type { ProjectionProblem } from "./projection.ts";
import type { WorkflowClose } from "./workflow-close.ts";

// Our workers accept no operation that the API has not signed (I15). Somebody who reaches Temporal could answer workflow tasks with
// a program of their own, and this shows it.

/** Reports an accepted operation that is not signed for this execution. It says nothing of executions that were started without keys. */
export function unsignedOperation(
  event: HistoryEvent,
  { operationKeys: keys }: Pick<ExecutionStart, "operationKeys">,
  executionId: string,
): ProjectionProblem[] {
  const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (keys === undefined || input?.name !== STEER_UPDATE) return [];
  const argument = tryDecodePayload(input.args?.payloads?.[0]);
  const signature = operationSignature(argument);
  if (signature !== null) {
    const text = signedText(executionId, operationRequest(argument), signature.expiresAt);
    if (isSignedByOneOf(Object.entries(keys), text, signature.by)) return [];
  }
  const message = "The history contains an operation that the API has not signed for this execution.";
  return [{ code: "OPERATION_FORGED", message }];
}

/** The keys whose signatures an execution accepts; null for one that accepts operations of everybody, undefined for one that may. */
export function acceptedKeys(start: ExecutionStart | null): OperationKeys | null | undefined {
  if (start === null || start.definition.interpreterVersion < FIRST_SIGNED_VERSION) return start?.operationKeys;
  return start.operationKeys ?? (start.unsignedOperations === true ? null : {});
}

/** Reports a next run that accepts the signatures of other keys. */
export function exchangedKeys(
  { operationKeys }: WorkflowClose,
  start: Pick<ExecutionStart, "operationKeys"> | null,
): ProjectionProblem[] {
  if (start?.operationKeys === undefined) return [];
  if (canonicalJson(operationKeys) === canonicalJson(start.operationKeys)) return [];
  const message = "The next run accepts operations that are signed with other keys than this one.";
  return [{ code: "OPERATION_FORGED", message }];
}
