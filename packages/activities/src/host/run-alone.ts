import type { Json, JsonObject, StepMeta } from "@tempograph/graph";
import { createSecretScrubber, executeNode, isNodeError, NodeError, type NodeType } from "@tempograph/nodes-sdk";
import { attemptContext } from "./attempt-context.ts";
import type { HostParts } from "./host-parts.ts";
import { safeFailure } from "./host-failure.ts";
import { stepInput } from "./step-input.ts";

/** A run of a node for a trigger, which belongs to no execution. */
export interface LoneRun {
  /** Made by `nodeRunId`: egress rules and connections are those of its project. */
  readonly runId: string;
  readonly meta: StepMeta;
  readonly config: JsonObject;
  readonly signal: AbortSignal;
  readonly maxMs: number;
  readonly maxOutputBytes: number;
  /** What the run fails with when its time is up. */
  readonly timedOut: () => NodeError;
}

/**
 * Runs a node for a trigger as a worker runs an attempt of a step: under the egress rules of the project, with the credentials of its
 * connection, without secrets in what it leaves behind (I10, I11), and within a time limit, also if the node does not listen to its signal (I14).
 */
export async function runAlone(node: NodeType, given: JsonObject, run: LoneRun, parts: HostParts): Promise<Json> {
  const deadline = AbortSignal.timeout(run.maxMs);
  const signal = AbortSignal.any([run.signal, deadline]);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([attempt(node, given, { ...run, signal }, parts), aborted]);
  } catch (error) {
    if (deadline.aborted && !run.signal.aborted) throw run.timedOut();
    if (!isNodeError(error)) throw error;
    const { code, message, hint, details } = safeFailure(error, run.meta.path);
    const { retryable, retryAfterMs } = error;
    throw new NodeError({
      ...{ code, message, retryable, cause: error },
      ...(hint !== undefined && { hint }),
      ...(details !== undefined && { details }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
}

async function attempt(node: NodeType, given: JsonObject, run: LoneRun, parts: HostParts): Promise<Json> {
  const { runId: executionId, meta, config, signal, maxOutputBytes } = run;
  const scrubber = createSecretScrubber();
  const { input, connection } = await stepInput(
    node,
    given,
    executionId,
    parts.connections,
    {
      fetch: async (...call) => (await parts.fetch.of(executionId))(...call),
      signal,
      conceal: (secret) => scrubber.add(secret),
    },
    meta.workflow.id,
  );
  for (const secret of connection?.secrets ?? []) scrubber.add(secret);
  const ctx = attemptContext(parts, {
    ...{ meta, executionId, attempt: 1, signal, config, connection, scrubber },
    heartbeat: () => undefined,
  });
  return (await executeNode(node, ctx, input, { maxOutputBytes, scrubber })).output;
}
