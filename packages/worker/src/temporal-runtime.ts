import { DefaultLogger, Runtime, type LogLevel } from "@temporalio/worker";
import type { Logger, ProcessLogger } from "@tempograph/runtime";

/**
 * Passes the SDK's log lines to our logger, and lets it serve its own metrics at `metricsAddress`, if there is one. Call it once per process,
 * before the first connection.
 */
export function installTemporalRuntime(logger: ProcessLogger, metricsAddress?: string): void {
  const child = logger.child({ part: "temporal" });
  Runtime.install({
    logger: new DefaultLogger("INFO", ({ level, message, meta }) => {
      const fields = meta === undefined ? {} : pick(meta as Record<string, unknown>);
      child[pinoLevel(level)](fields, message);
    }),
    // Without this the SDK's native part writes lines of its own, in colours, past the logger.
    telemetryOptions: {
      logging: { forward: {} },
      ...(metricsAddress !== undefined && {
        metrics: {
          prometheus: {
            bindAddress: metricsAddress,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      }),
    },
    shutdownSignals: [],
  });
}

/** Keeps only the fields that say where a line comes from, because the SDK's `meta` may hold errors that contain payloads (I10). */
function pick(meta: Record<string, unknown>): Record<string, unknown> {
  const { workflowId, runId, workflowType, activityId, activityType, attempt, taskQueue, error } = meta;
  return {
    ...(workflowId !== undefined && { workflowId, runId, workflowType }),
    ...(activityId !== undefined && { activityId, activityType, attempt }),
    ...(taskQueue !== undefined && { taskQueue }),
    ...(error instanceof Error && { error: error.message }),
  };
}

function pinoLevel(level: LogLevel): keyof Logger {
  return level === "TRACE" ? "debug" : (level.toLowerCase() as keyof Logger);
}
