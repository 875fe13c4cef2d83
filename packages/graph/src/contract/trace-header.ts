/**
 * The header in which executions and their activities say to which trace they belong, as Temporal's interceptors for OpenTelemetry name it.
 * It is there only if the process that started the execution records traces.
 */
export const TRACE_HEADER = "_tracer-data";
