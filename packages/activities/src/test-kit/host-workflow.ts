import {
  ActivityCancellationType,
  CancellationScope,
  scheduleActivity,
  scheduleLocalActivity,
  sleep,
} from "@temporalio/workflow";

export interface HostRun {
  readonly type: string;
  readonly input: object;
  readonly burst?: boolean;
  readonly maximumAttempts?: number;
  readonly heartbeatMs?: number;
  /** The host counts the attempts, as for the steps of an execution. */
  readonly counted?: { readonly most: number; readonly mostMs?: number };
  /** Cancel the step after so long. */
  readonly cancelAfterMs?: number;
  /** What the arguments say beside what the interpreter sends. */
  readonly claims?: object;
}

/** One step, as the interpreter schedules it. */
export async function hostWorkflow({
  type,
  input,
  burst,
  maximumAttempts = 3,
  heartbeatMs,
  counted,
  cancelAfterMs,
  claims,
}: HostRun): Promise<unknown> {
  const meta = {
    idempotencyKey: "key-1",
    path: "each[0]/step",
    nodeId: "step",
    workflow: { id: "wf", name: "Test", version: 2 },
    ...(counted && { attempts: { mostMs: 20_000, ...counted } }),
    ...claims,
  };
  const options = {
    startToCloseTimeout: "20s",
    retry: { ...(counted === undefined && { maximumAttempts }), initialInterval: 20, backoffCoefficient: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  } as const;
  const scope = new CancellationScope();
  const result = scope.run(() =>
    burst
      ? scheduleLocalActivity(type, [input, meta], options)
      : scheduleActivity(type, [input, meta], { ...options, ...(heartbeatMs && { heartbeatTimeout: heartbeatMs }) }),
  );
  if (cancelAfterMs !== undefined) void sleep(cancelAfterMs).then(() => scope.cancel());
  return result;
}
