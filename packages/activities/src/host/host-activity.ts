import { Context } from "@temporalio/activity";
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import {
  projectOfNodeRun,
  type AttemptReport,
  type Failure,
  type JsonObject,
  type LogReport,
  type StepMeta,
} from "@tempograph/graph";
import {
  type AttemptContext,
  createNodeConnect,
  createNodeFetch,
  createSecretScrubber,
  executeNode,
  isAbort,
  isNodeError,
  type NodeType,
  type OpenedConnection,
  retryable,
  type SecretScrubber,
} from "@tempograph/nodes-sdk";
import type { NodeActivity } from "./activity-host.ts";
import type { ExecutionFetch } from "./execution-fetch.ts";
import { applicationFailure, safeFailure } from "./host-failure.ts";
import { nodeLogger } from "./node-logger.ts";
import { type ConnectionParts, stepInput } from "./step-input.ts";
import { startHeartbeat } from "./start-heartbeat.ts";

export interface HostParts {
  readonly fetch: ExecutionFetch;
  readonly connections: ConnectionParts;
  readonly maxOutputBytes: number;
  readonly worker: string;
  readonly reportAttempt: (report: AttemptReport) => void;
  readonly reportLog: (report: LogReport) => void;
  /** The original error, for a person who looks for the cause. It is only logged and never leaves the worker. */
  readonly logFailure: (failure: Failure, stack: string | undefined) => void;
}

/** A node type as a Temporal activity: one call is one attempt. */
export function hostActivity(node: NodeType, config: JsonObject, parts: HostParts): NodeActivity {
  return async (input: JsonObject, meta: StepMeta) => {
    const context = Context.current();
    const { info } = context;
    const startedAt = Date.now();
    const attempt = {
      executionId: executionIdOf(info),
      runId: info.workflowExecution?.runId ?? "",
      path: meta.path,
      nodeId: meta.nodeId,
      type: node.type,
      attempt: info.attempt,
      lane: info.isLocal ? ("burst" as const) : ("step" as const),
      startedAt,
      worker: parts.worker,
    };
    parts.reportAttempt(attempt);
    const heartbeat = startHeartbeat(context);
    try {
      const { maxOutputBytes, connections } = parts;
      const scrubber = createSecretScrubber();
      const { input: data, connection } = await stepInput(node, input ?? {}, attempt.executionId, connections, {
        fetch: async (...call) => (await parts.fetch.of(attempt.executionId))(...call),
        signal: context.cancellationSignal,
        conceal: (secret) => scrubber.add(secret),
      });
      for (const secret of connection?.secrets ?? []) scrubber.add(secret);
      const own = { config, connection, scrubber, heartbeat: heartbeat.beat };
      const ctx = nodeContext(context, meta, attempt.executionId, parts, own);
      const { output, port } = await executeNode(node, ctx, data, { maxOutputBytes, scrubber });
      const time = Date.now();
      parts.reportAttempt({ ...attempt, endedAt: time, outcome: "succeeded" });
      const result = { time, output, ...(port === "out" ? {} : { port }) };
      return info.isLocal ? { path: meta.path, ...result } : result;
    } catch (thrown) {
      const time = Date.now();
      const failure = failureOfAttempt(thrown, context, meta.path, time, parts.logFailure);
      parts.reportAttempt({ ...attempt, endedAt: time, ...failure.report });
      throw failure.error;
    } finally {
      heartbeat.stop();
    }
  };
}

/**
 * Whose step it is, as Temporal knows it. The arguments do not say it: whoever reaches Temporal can write them, and would get the connections of
 * any execution (I13). A node that runs by itself stands for its own execution.
 */
function executionIdOf({ workflowExecution, activityId }: Context["info"]): string {
  if (workflowExecution !== undefined) return workflowExecution.workflowId;
  return projectOfNodeRun(activityId) === undefined ? "" : activityId;
}

type AttemptEnd = { readonly error: Error; readonly report: Pick<AttemptReport, "outcome" | "failure"> };

function failureOfAttempt(
  thrown: unknown,
  context: Context,
  path: string,
  time: number,
  logFailure: HostParts["logFailure"],
): AttemptEnd {
  const signal = context.cancellationSignal;
  if (signal.aborted && !isNodeError(thrown) && isAbort(thrown, signal)) {
    const reason: unknown = signal.reason;
    if (reason instanceof CancelledFailure && reason.message !== "WORKER_SHUTDOWN") {
      return { error: reason, report: { outcome: "cancelled" } };
    }
    // The worker shuts down, but the step continues: another worker runs the next attempt.
    const error = ApplicationFailure.retryable("The worker shut down during the attempt.", "WORKER_SHUTDOWN");
    return {
      error,
      report: {
        outcome: "failed",
        failure: { code: "WORKER_SHUTDOWN", message: error.message, path, retryable: true },
      },
    };
  }
  const error = isNodeError(thrown) ? thrown : retryable("NODE_FAILED", String(thrown), { cause: thrown });
  const failure = safeFailure(error, path);
  logFailure(failure, (error.cause instanceof Error ? error.cause : error).stack);
  return { error: applicationFailure(failure, error.retryAfterMs, time), report: { outcome: "failed", failure } };
}

/** The parts of a context that this attempt does not share with others. */
interface OwnParts {
  readonly config: JsonObject;
  readonly connection: OpenedConnection | undefined;
  readonly scrubber: SecretScrubber;
  readonly heartbeat: AttemptContext["heartbeat"];
}

function nodeContext(
  context: Context,
  meta: StepMeta,
  executionId: string,
  parts: HostParts,
  { config, connection, scrubber, heartbeat }: OwnParts,
): AttemptContext {
  const { info, cancellationSignal: signal } = context;
  const { path, nodeId, idempotencyKey, workflow } = meta;
  const runId = info.workflowExecution?.runId;
  const logger = nodeLogger(
    { executionId, runId: runId ?? "", path, attempt: info.attempt },
    parts.reportLog,
    scrubber,
  );
  return {
    logger,
    signal,
    heartbeat,
    ...(info.heartbeatDetails == null ? {} : { heartbeatDetails: info.heartbeatDetails }),
    idempotencyKey,
    attempt: info.attempt,
    execution: {
      id: executionId,
      ...(runId === undefined ? {} : { runId }),
      workflowId: workflow.id,
      workflowName: workflow.name,
      workflowVersion: workflow.version,
    },
    step: { path, nodeId },
    fetch: createNodeFetch(async (...call) => (await parts.fetch.of(executionId))(...call), {
      ...{ signal, idempotencyKey, logger },
      ...(connection !== undefined && { connection: connection.fetch }),
    }),
    ...(connection !== undefined && { connection: connection.step }),
    connect: createNodeConnect(
      async (target) => await (await parts.fetch.of(executionId)).connect(target),
      signal,
      connection?.step.onlyHosts,
    ),
    config: (name) => (Object.hasOwn(config, name) ? config[name] : undefined),
  };
}
