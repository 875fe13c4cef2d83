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
  cancelAfterMs,
  claims,
}: HostRun): Promise<unknown> {
  const meta = {
    idempotencyKey: "key-1",
    path: "each[0]/step",
    nodeId: "step",
    workflow: { id: "wf", name: "Test", version: 2 },
    ...claims,
  };
  const options = {
    startToCloseTimeout: "20s",
    retry: { maximumAttempts, initialInterval: 20 },
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
