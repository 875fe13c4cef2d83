import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { readTraceContext, type TraceContext } from "./trace-context.ts";

/** What a span is: the answer to a request, a request to others, the making or taking of a message, or none of these. */
export type TraceKind = "server" | "client" | "producer" | "consumer" | "internal";

export interface SpanOptions {
  readonly kind?: TraceKind;
  /** What it follows from. Default: what is under way; if nothing is, a trace begins. */
  readonly parent?: TraceContext | undefined;
  readonly attributes?: Attributes;
}

const KINDS: Readonly<Record<TraceKind, SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};
const w3c = new W3CTraceContextPropagator();

let on = false;

/** Whether this process records traces. If not, nothing of what is in this file does anything. */
export function isTracing(): boolean {
  return on;
}

export function setTracing(isOn: boolean): void {
  on = isOn;
}

/** A span that has begun. */
export interface OpenSpan {
  /** Carries out work whose spans follow from this one. */
  within<Result>(work: () => Result): Result;
  end(options?: { readonly failed?: string | undefined; readonly attributes?: Attributes }): void;
}

/** Begins a span, for work that is not one function. Undefined if nothing is recorded. */
export function openSpan(name: string, options: SpanOptions = {}): OpenSpan | undefined {
  if (!on) return undefined;
  const [span, inside] = begin(name, options);
  return {
    within: (work) => context.with(inside, work),
    end({ failed, attributes } = {}) {
      if (attributes !== undefined) span.setAttributes(attributes);
      finish(span, failed);
    },
  };
}

/** Carries out work as a span. Of an error only its kind is told: its text may hold what is in an event (I10). */
export async function traced<Result>(name: string, options: SpanOptions, work: () => Promise<Result>): Promise<Result> {
  if (!on) return await work();
  const [span, inside] = begin(name, options);
  try {
    const result = await context.with(inside, work);
    finish(span);
    return result;
  } catch (error) {
    finish(span, kindOf(error));
    throw error;
  }
}

/** A span of what is over. Moments are in milliseconds since the epoch. */
export function recordSpan(
  name: string,
  {
    from,
    to,
    failed,
    ...options
  }: SpanOptions & { readonly from: number; readonly to: number; readonly failed?: string | undefined },
): void {
  if (!on) return;
  const [span] = begin(name, options, from);
  finish(span, failed, to);
}

/** Where the trace stands now; undefined outside of any span. */
export function activeTrace(): TraceContext | undefined {
  if (!on) return undefined;
  const carrier: Record<string, unknown> = {};
  w3c.inject(context.active(), carrier, defaultTextMapSetter);
  return readTraceContext(carrier);
}

function begin(name: string, { kind = "internal", parent, attributes }: SpanOptions, from?: number): [Span, Context] {
  const above = parent === undefined ? context.active() : w3c.extract(ROOT_CONTEXT, parent, defaultTextMapGetter);
  const started = {
    kind: KINDS[kind],
    ...(attributes && { attributes }),
    ...(from !== undefined && { startTime: from }),
  };
  const span = trace.getTracer("tempograph").startSpan(name, started, above);
  return [span, trace.setSpan(above, span)];
}

function finish(span: Span, failed?: string, to?: number): void {
  if (failed !== undefined) span.setAttribute("error.type", failed).setStatus({ code: SpanStatusCode.ERROR });
  span.end(to);
}

function kindOf(error: unknown): string {
  const { type, code } = (error ?? {}) as { readonly type?: unknown; readonly code?: unknown };
  const said = [type, code].find((each) => typeof each === "string" && /^[A-Z0-9_]{1,60}$/.test(each));
  return (said as string | undefined) ?? (error instanceof Error ? error.name : "Error");
}
