import { context, trace } from "@opentelemetry/api";
import type { Logger } from "../logger.ts";
import { setTracing } from "./traced.ts";

export interface TracingOptions {
  /** The name of the program, unless OTEL_SERVICE_NAME gives another one. */
  readonly service: string;
  readonly logger: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The variables of OpenTelemetry that say where traces go. */
const ENDPOINTS = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

/**
 * Begins to record traces and to send them, if OpenTelemetry's variables name where to. Otherwise not even the libraries for it are loaded.
 * Call it once per process, before anything is started. Answers what sends the rest and ends it.
 *
 * @throws Error that names the variable that cannot be used
 */
export async function startTracing({ service, logger, env }: TracingOptions): Promise<{ stop(): Promise<void> }> {
  const ratio = sampledPart(env["OTEL_TRACES_SAMPLER_ARG"]);
  const isOn = env["OTEL_SDK_DISABLED"]?.toLowerCase() !== "true" && ENDPOINTS.some((name) => env[name]?.trim());
  if (!isOn) return { stop: () => Promise.resolve() };
  const [sdk, { OTLPTraceExporter }, { AsyncLocalStorageContextManager }, resources, { setGlobalErrorHandler }] =
    await Promise.all([
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/context-async-hooks"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/core"),
    ]);
  // A collector that is away must not fill the log with each batch's whole error.
  setGlobalErrorHandler((error) =>
    logger.warn({ error: messageOf(error) }, "Traces could not be sent; they are dropped"),
  );
  const named = resources.resourceFromAttributes({ "service.name": service });
  const told = resources.detectResources({ detectors: [resources.envDetector] });
  const { ParentBasedSampler, TraceIdRatioBasedSampler, BatchSpanProcessor, TracerProvider } = sdk;
  const provider = new TracerProvider({
    resource: resources.defaultResource().merge(named).merge(told),
    // Who sent the event has decided; the ratio is about traces that begin here.
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1_000 })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  setTracing(true);
  return {
    async stop() {
      setTracing(false);
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      context.disable();
    },
  };
}

function sampledPart(value: string | undefined): number {
  const ratio = value === undefined || value.trim() === "" ? 1 : Number(value);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new Error(
    `OTEL_TRACES_SAMPLER_ARG is ${String(value)}. Set it to the part of the traces to be recorded, from 0 to 1.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
