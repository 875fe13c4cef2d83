export { startTracing, type TracingOptions } from "./start-tracing.ts";
export { readTraceContext, type TraceContext } from "./trace-context.ts";
export { readTracePayload, tracePayload } from "./trace-payload.ts";
export { activeTrace, isTracing, openSpan, recordSpan, traced, type OpenSpan, type SpanOptions } from "./traced.ts";
