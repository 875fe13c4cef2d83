/** A place in a trace as W3C writes it into headers. What follows from it becomes its child. */
export interface TraceContext {
  /** `00-<trace id>-<span id>-<flags>` */
  readonly traceparent: string;
  readonly tracestate?: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace context of something that others wrote; undefined if there is none in it that can be used. */
export function readTraceContext(from: unknown): TraceContext | undefined {
  if (typeof from !== "object" || from === null) return undefined;
  const { traceparent, tracestate } = from as { readonly traceparent?: unknown; readonly tracestate?: unknown };
  if (typeof traceparent !== "string" || !TRACEPARENT.test(traceparent)) return undefined;
  return { traceparent, ...(typeof tracestate === "string" && tracestate !== "" && { tracestate }) };
}
