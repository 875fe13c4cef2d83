import type { WorkflowClientInterceptor } from "@temporalio/client";
import { TRACE_HEADER } from "@tempograph/graph";
import { activeTrace, tracePayload } from "@tempograph/runtime";

/** Tells each execution that is started to which trace it belongs. For the interceptors of a client. */
export const traceStart: WorkflowClientInterceptor = {
  startWithDetails(input, next) {
    const trace = activeTrace();
    if (trace === undefined) return next(input);
    return next({ ...input, headers: { ...input.headers, [TRACE_HEADER]: tracePayload(trace) } });
  },
};
