import type { Context } from "@temporalio/activity";
import type { ActivityInterceptors } from "@temporalio/worker";
import { TRACE_HEADER } from "@tempograph/graph";
import { readTracePayload, traced } from "@tempograph/runtime";

/** Records each attempt of a step that belongs to a trace. */
export function traceAttempts({ info }: Context): ActivityInterceptors {
  return {
    inbound: {
      execute: async (input, next) => {
        const parent = readTracePayload(input.headers[TRACE_HEADER]);
        if (parent === undefined) return await next(input);
        const attributes = {
          "tempograph.node_type": info.activityType,
          "tempograph.execution_id": info.workflowExecution?.workflowId ?? "",
          "tempograph.attempt": info.attempt,
        };
        return await traced(`step ${info.activityType}`, { kind: "consumer", parent, attributes }, () => next(input));
      },
    },
  };
}
