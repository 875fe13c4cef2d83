import { Context } from "@temporalio/activity";
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import { type AttemptReport, type Json, type JsonObject, type StepMeta } from "@tempograph/graph";
import {
  createSecretScrubber,
  executeNode,
  isAbort,
  isNodeError,
  type NodeType,
  retryable,
} from "@tempograph/nodes-sdk";
import type { NodeActivity } from "./activity-host.ts";
import { attemptContext } from "./attempt-context.ts";
import type { HostParts } from "./host-parts.ts";
import { executionIdOf } from "./execution-id-of.ts";
import { CountedAttempt, within } from "./counted-attempt.ts";
import { applicationFailure, safeFailure } from "./host-failure.ts";
import { stepInput } from "./step-input.ts";
import { startHeartbeat } from "./start-heartbeat.ts";

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
    const counted = new CountedAttempt(context, meta);
    reportVanished(attempt, counted, parts);
    counted.assertMayRun();
    parts.reportAttempt(attempt);
    const heartbeat = startHeartbeat(context, counted);
    try {
      return await within(counted.mostMs, context.cancellationSignal, async (signal) => {
        const { maxOutputBytes, connections } = parts;
        const scrubber = createSecretScrubber();
        const { input: data, connection } = await stepInput(node, input ?? {}, attempt.executionId, connections, {
          fetch: async (...call) => (await parts.fetch.of(attempt.executionId))(...call),
          signal,
          conceal: (secret) => scrubber.add(secret),
        });
        for (const secret of connection?.secrets ?? []) scrubber.add(secret);
        const runId = info.workflowExecution?.runId;
        const ctx = attemptContext(parts, {
          ...{ meta, executionId: attempt.executionId, attempt: info.attempt, signal },
          ...{ config, connection, scrubber, heartbeat: heartbeat.beat },
          ...(runId !== undefined && { runId }),
          ...(counted.details != null && { heartbeatDetails: counted.details as Json }),
        });
        const { output, port } = await executeNode(node, ctx, data, { maxOutputBytes, scrubber });
        const time = Date.now();
        parts.reportAttempt({ ...attempt, endedAt: time, outcome: "succeeded" });
        const result = { time, output, ...(port === "out" ? {} : { port }) };
        return info.isLocal ? { path: meta.path, ...result } : result;
      });
    } catch (thrown) {
      const time = Date.now();
      const failure = failureOfAttempt(thrown, context, meta.path, time, parts.logFailure);
      parts.reportAttempt({ ...attempt, endedAt: time, ...failure.report });
      throw counted.end(failure.error, heartbeat.last);
    } finally {
      heartbeat.stop();
    }
  };
}

/** Tells the end of attempts that nobody else can tell: their workers have vanished. */
function reportVanished(attempt: AttemptReport, { earlier, vanished }: CountedAttempt, parts: HostParts): void {
  for (let number = earlier.told + 1; number <= earlier.told + vanished; number += 1) {
    const failure = {
      code: "WORKER_VANISHED",
      message: "The worker vanished during the attempt, which does not count.",
      path: attempt.path,
      retryable: true,
    };
    parts.reportAttempt({
      ...attempt,
      attempt: number,
      startedAt: null,
      worker: null,
      endedAt: Date.now(),
      outcome: "failed",
      failure,
    });
  }
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
