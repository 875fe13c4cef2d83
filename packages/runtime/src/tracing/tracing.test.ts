import { startOtlpCollector } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { startTracing } from "./start-tracing.ts";
import { readTraceContext } from "./trace-context.ts";
import { readTracePayload, tracePayload } from "./trace-payload.ts";
import { activeTrace, isTracing, openSpan, recordSpan, traced } from "./traced.ts";

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const PARENT = { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` };

test("without an address nothing is recorded, and work is done as if it were not traced", async () => {
  const { stop } = await startTracing({ service: "test", logger, env: { OTEL_SERVICE_NAME: "test" } });
  expect(isTracing()).toBe(false);
  expect(openSpan("none")).toBeUndefined();
  expect(await traced("none", { parent: PARENT }, () => Promise.resolve(activeTrace()))).toBeUndefined();
  recordSpan("none", { from: 0, to: 1 });
  await stop();
});

test("spans reach the collector as children of their sender's, and of an error only its code is told", async () => {
  const { url, spans, stop: stopCollector } = await startOtlpCollector();
  onTestFinished(stopCollector);
  const before = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = url;
  onTestFinished(() => {
    if (before === undefined) delete process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  });
  const { stop } = await startTracing({ service: "test", logger, env: process.env });
  const passed = await traced("outer", { kind: "server", parent: PARENT }, async () => {
    const failing = traced("inner", {}, () =>
      Promise.reject(Object.assign(new Error("a secret"), { type: "NODE_FAILED" })),
    );
    await expect(failing).rejects.toThrow("a secret");
    return activeTrace()!;
  });
  recordSpan("later", { parent: passed, from: Date.now() - 50, to: Date.now() });
  openSpan("request", { parent: { traceparent: PARENT.traceparent.replace(/1$/, "0") } })!.end();
  await stop();
  expect(isTracing()).toBe(false);
  const byName = Object.fromEntries(spans.map((span) => [span.name, span]));
  // The sender of the last one has asked not to record it.
  expect(Object.keys(byName).toSorted()).toEqual(["inner", "later", "outer"]);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(["a".repeat(32)]));
  expect(byName["outer"]!.parentSpanId).toBe("b".repeat(16));
  expect(byName["inner"]!.parentSpanId).toBe(byName["outer"]!.spanId);
  expect(byName["later"]!.parentSpanId).toBe(byName["outer"]!.spanId);
  expect(byName["inner"]!.status.code).toBe(2);
  expect(JSON.stringify(spans)).toContain("NODE_FAILED");
  expect(JSON.stringify(spans)).not.toContain("a secret");
  expect(spans[0]!.service).toBe("test");
});

test("a part of the traces that cannot be recorded is refused by name", async () => {
  const start = startTracing({ service: "test", logger, env: { OTEL_TRACES_SAMPLER_ARG: "half" } });
  await expect(start).rejects.toThrow("OTEL_TRACES_SAMPLER_ARG");
});

test("what others write into a trace context is read only if it is one", () => {
  expect(readTraceContext({ ...PARENT, tracestate: "a=1", other: 1 })).toEqual({ ...PARENT, tracestate: "a=1" });
  for (const bad of [
    null,
    "x",
    {},
    { traceparent: 1 },
    { traceparent: "00-x" },
    { traceparent: `00-${"0".repeat(32)}-${"b".repeat(16)}-01` },
  ])
    expect(readTraceContext(bad)).toBeUndefined();
  expect(readTracePayload(tracePayload(PARENT))).toEqual(PARENT);
  expect(readTracePayload({ data: Buffer.from("no json") })).toBeUndefined();
  expect(readTracePayload(undefined)).toBeUndefined();
});
