/** Status codes of gRPC: https://grpc.io/docs/guides/status-codes */
export const GrpcStatus = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;

/** What Temporal's API gives as the status of a run that is open (its enum WorkflowExecutionStatus). */
export const RUN_IS_OPEN = 1;

/** The gRPC status of an error or of one of its causes; undefined if none of them has one. */
export function grpcStatusOf(error: unknown): number | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "number") return code;
  }
  return undefined;
}

/**
 * Whether Temporal says that it has no execution of this id. It answers NOT_FOUND also where the whole namespace is missing, which somebody
 * may have yet to set up; only the details of the answer, a message of protobuf with the names of its types, tell the two apart.
 */
export function isUnknownExecution(error: unknown): boolean {
  if (grpcStatusOf(error) !== GrpcStatus.NOT_FOUND) return false;
  const metadata = (error as { metadata?: { get(key: string): readonly unknown[] } }).metadata;
  return !(metadata?.get("grpc-status-details-bin") ?? []).some((details) =>
    String(details).includes("NamespaceNotFoundFailure"),
  );
}

/**
 * Whether Temporal refuses a signal because the run has received 10,000 signals. This passes by itself: an execution continues as
 * new at 8,000 signals. If signals come so fast that Temporal rejects that command again and again, this refusal lets the command succeed.
 */
export function isSignalLimit(error: unknown): boolean {
  return grpcStatusOf(error) === GrpcStatus.INVALID_ARGUMENT && /limit for signal events/.test(messagesOf(error));
}

/**
 * Whether Temporal has dropped an Update because the workflow task that carried it failed on the server, such as one that ends the
 * execution while a signal arrives. The Update did not happen, and Temporal carries out the task again without it, so the sender has to
 * send it again. Source: `AbortReasonWorkflowTaskFailed` in the server's service/history/workflow/update/abort_reason.go.
 */
export function isDroppedUpdate(error: unknown): boolean {
  return grpcStatusOf(error) === GrpcStatus.FAILED_PRECONDITION;
}

function messagesOf(error: unknown): string {
  return error instanceof Error ? `${error.message} ${messagesOf(error.cause)}` : "";
}
