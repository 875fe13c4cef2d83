import type { Headers, WorkflowInboundCallsInterceptor, WorkflowOutboundCallsInterceptor } from "@temporalio/workflow";
import { TRACE_HEADER } from "@tempograph/graph/machine";

/**
 * The header with which this execution was started, for its activities and its next run. No span is made here: ids of spans are random, and
 * what is random in a workflow would have to be the same when history is replayed.
 *
 * The state of this module belongs to one workflow execution: the SDK gives each execution its own instance of the module.
 */
let passed: Headers | undefined;

export const takeTrace: WorkflowInboundCallsInterceptor = {
  execute(input, next) {
    const trace = input.headers[TRACE_HEADER];
    if (trace !== undefined) passed = { [TRACE_HEADER]: trace };
    return next(input);
  },
};

/** Not `async`: a further promise would change the order of what happens within an activation. */
export const passTrace: WorkflowOutboundCallsInterceptor = {
  scheduleActivity: (input, next) => next(withTrace(input)),
  scheduleLocalActivity: (input, next) => next(withTrace(input)),
  continueAsNew: (input, next) => next(withTrace(input)),
};

function withTrace<Input extends { readonly headers: Headers }>(input: Input): Input {
  return passed === undefined ? input : { ...input, headers: { ...input.headers, ...passed } };
}
