import { ApiError, lostAnswer } from "./api-error.ts";
import { textOf, type ApiDocument } from "./api-document.ts";

/** The inputs of operations that count once under a key, with the field of the key. */
export const KEY_FIELDS: Readonly<Record<string, string>> = {
  ApprovalDecideInput: "idempotencyKey",
  BulkStartInput: "idempotencyKey",
  EventInput: "idempotencyKey",
  EventResendInput: "idempotencyKey",
  ExecutionPauseInput: "idempotencyKey",
  ExecutionRerunInput: "idempotencyKey",
  ExecutionResumeInput: "idempotencyKey",
  ExecutionSignalInput: "signalId",
  ExecutionSkipWaitInput: "idempotencyKey",
  ExecutionStartInput: "idempotencyKey",
  IncidentFailInput: "idempotencyKey",
  IncidentRetryInput: "idempotencyKey",
  IncidentSkipInput: "idempotencyKey",
  WorkflowCreateInput: "idempotencyKey",
};

/** The keys of requests of which nobody knows whether they were carried out, by what was requested. */
const unsettled = new Map<string, string>();

/**
 * Performs an operation so that it counts once, where the API has keys for that: if its answer is lost, the same request carries the same key when a
 * person tries again.
 */
export async function once<Data, Variables, Answer>(
  document: ApiDocument<Data, Variables>,
  variables: Variables,
  perform: (variables: Variables) => Promise<Answer>,
): Promise<Answer> {
  const { name, inputType } = textOf(document);
  const field = KEY_FIELDS[inputType ?? ""];
  const request = JSON.stringify([name, variables]);
  const key = unsettled.get(request) ?? crypto.randomUUID();
  if (field !== undefined) unsettled.set(request, key);
  try {
    const answer = await perform(field === undefined ? variables : withKey(variables, field, key));
    unsettled.delete(request);
    return answer;
  } catch (error) {
    const isRefusal = error instanceof ApiError && !error.retryable && error.code !== "INTERNAL";
    if (isRefusal) unsettled.delete(request);
    throw error instanceof ApiError && error.code === "API_UNREACHABLE" ? lostAnswer(field !== undefined) : error;
  }
}

function withKey<Variables>(variables: Variables, field: string, key: string): Variables {
  const { input } = variables as { readonly input: object };
  return { ...variables, input: { [field]: key, ...input } };
}
