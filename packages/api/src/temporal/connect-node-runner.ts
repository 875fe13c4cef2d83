import { ActivityExecutionFailedError, Client, Connection, isGrpcServiceError } from "@temporalio/client";
import { ApplicationFailure, TimeoutFailure } from "@temporalio/common";
import type { PayloadCodec } from "@tempograph/db";
import { GrpcStatus, type TemporalServer } from "@tempograph/runtime";
import { NODE_RUN_ACTIVITY, stepFailure, type NodeRunAttempt, type NodeRunResult } from "@tempograph/graph";
import type { NodeRunner, NodeRunAnswer } from "./node-runner.ts";
import type { OperationSigner } from "./operation-signer.ts";

const START_DEADLINE_MS = 5_000;
/** The additional time in which the server may report that the time is over. */
const GRACE_MS = 5_000;
/** The heartbeat time-out of a worker that carries out a node. The activity host sends heartbeats by itself. */
const HEARTBEAT_MS = 15_000;

/**
 * Runs nodes as Temporal's standalone activities. Temporal routes, times and retries them like steps, but they are in no workflow's
 * history, so nothing is mirrored. It connects at the first run.
 */
export function connectNodeRunner(options: {
  readonly server: TemporalServer;
  readonly taskQueue: string;
  /** The codec that encrypts values, and sends large ones as references. */
  readonly payloadCodec: PayloadCodec;
  readonly signer: Pick<OperationSigner, "signNodeRun">;
  /** How long a run waits for a worker. Default 10,000 ms. */
  readonly workerWaitMs?: number;
}): NodeRunner {
  const { workerWaitMs = 10_000 } = options;
  const connection = Connection.lazy({ ...options.server.connection, connectTimeout: "2s" });
  const client = new Client({
    connection,
    namespace: options.server.namespace,
    dataConverter: { payloadCodecs: [options.payloadCodec] },
  });

  return {
    async run(request, { id, attempts, timeoutMs, summary }) {
      let asked = false;
      try {
        return await connection.withDeadline(Date.now() + workerWaitMs + timeoutMs + GRACE_MS, async () => {
          await connection.withDeadline(Date.now() + START_DEADLINE_MS, () => connection.ensureConnected());
          asked = true;
          const result = await client.activity.execute<NodeRunResult>(NODE_RUN_ACTIVITY, {
            id,
            taskQueue: options.taskQueue,
            args: [await options.signer.signNodeRun(id, request, workerWaitMs + timeoutMs)],
            scheduleToStartTimeout: workerWaitMs,
            scheduleToCloseTimeout: workerWaitMs + timeoutMs,
            startToCloseTimeout: timeoutMs,
            heartbeatTimeout: HEARTBEAT_MS,
            retry: { maximumAttempts: attempts, initialInterval: 200, maximumInterval: "5s" },
            summary,
          });
          return { kind: "succeeded", ...result };
        });
      } catch (error) {
        if (error instanceof ActivityExecutionFailedError) return answerOf(error, request.nodeId);
        if (!asked) return { kind: "unavailable", maybe: false };
        const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
        if (!isGrpcServiceError(cause)) throw error;
        return cause.code === GrpcStatus.UNIMPLEMENTED ? { kind: "unsupported" } : { kind: "unavailable", maybe: true };
      }
    },
    close: () => connection.close(),
  };
}

function answerOf({ cause }: ActivityExecutionFailedError, path: string): NodeRunAnswer {
  if (cause instanceof TimeoutFailure && cause.timeoutType === "SCHEDULE_TO_START") return { kind: "noWorker" };
  if (cause instanceof ApplicationFailure) {
    const { failure } = stepFailure({
      path,
      type: cause.type ?? undefined,
      message: cause.message,
      nonRetryable: cause.nonRetryable === true,
      details: cause.details?.[0],
    });
    const attempt = cause.details?.[1] as NodeRunAttempt | undefined;
    return { kind: "failed", failure, ...(attempt ?? unseen) };
  }
  const timeout = cause instanceof TimeoutFailure ? cause.timeoutType : undefined;
  const { failure } = stepFailure({ path, timeout, message: cause?.message ?? "The run was stopped." });
  return { kind: "failed", failure, ...unseen };
}

const unseen = { attempts: null, logs: [] } as const;
