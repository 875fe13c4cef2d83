import { readTraceContext, type TraceContext } from "./trace-context.ts";

/** A payload of Temporal's, of which headers are made. */
interface Payload {
  readonly metadata?: Readonly<Record<string, Uint8Array>> | null;
  readonly data?: Uint8Array | null;
}

/** A trace context as Temporal's interceptors for OpenTelemetry write it into a header, so that workers of others understand it. */
export function tracePayload(context: TraceContext): { metadata: Record<string, Uint8Array>; data: Uint8Array } {
  return { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(JSON.stringify(context)) };
}

export function readTracePayload(payload: Payload | null | undefined): TraceContext | undefined {
  if (payload?.data == null) return undefined;
  try {
    return readTraceContext(JSON.parse(Buffer.from(payload.data).toString("utf8")));
  } catch {
    return undefined;
  }
}
