import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, startStack, type LocalStack } from "@tempograph/local-stack";
import { startOtlpCollector, waitFor, type OtlpCollector } from "@tempograph/testing";

// I4: when all parts are back after a fault, every execution completes that would have completed without the fault.

const entry = (name: string): string => fileURLToPath(new URL(`../packages/${name}/src/main.ts`, import.meta.url));
const calls = new Map<string, number>();
const traces = new Set<string>();
let echo: Server;
let dataDir: string;
let stack: LocalStack;
let metricsPort: number;
let collector: OtlpCollector;

beforeAll(async () => {
  echo = createServer((request, response) => {
    const key = String(request.headers["idempotency-key"]);
    calls.set(key, (calls.get(key) ?? 0) + 1);
    traces.add(String(request.headers["traceparent"]).split("-")[1]!);
    response.end("{}");
  });
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  dataDir = mkdtempSync(join(tmpdir(), "tempograph-kill-"));
  metricsPort = await freePort();
  collector = await startOtlpCollector();
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const env = {
    ...traced,
    TEMPOGRAPH_EGRESS_ALLOW: `127.0.0.1:${port()}`,
    TEMPOGRAPH_METRICS_PORT: String(metricsPort),
  };
  stack = await startStack({
    dataDir,
    api: { entry: entry("api"), env: traced },
    worker: { entry: entry("worker"), env },
  });
}, 90_000);

afterAll(async () => {
  await stack?.stop();
  echo?.close();
  collector?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

function port(): number {
  return (echo.address() as AddressInfo).port;
}

async function rest(
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(stack.apiUrl + path, {
    method,
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json", ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

interface ExecutionItem {
  readonly id: string;
  readonly status: string;
  readonly mirrorOk: boolean | null;
}

// start ─▶ first ─▶ count ─▶ wait(300 ms) ─▶ second
const graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "first", type: "http_call", data: { method: "POST", url: "{{ raw(payload.url) }}/first" } },
    { id: "count", type: "state_increment", data: { key: "executions" } },
    { id: "wait", type: "delay", data: { ms: 300 } },
    { id: "second", type: "http_call", data: { method: "POST", url: "{{ raw(payload.url) }}/second" } },
  ],
  edges: [
    { id: "e1", source: "start", target: "first" },
    { id: "e2", source: "first", target: "count" },
    { id: "e4", source: "count", target: "wait" },
    { id: "e3", source: "wait", target: "second" },
  ],
};

test("no execution is lost when workers are killed with -9 while events arrive", { timeout: 180_000 }, async () => {
  const COUNT = 40;
  await waitFor(async () => JSON.stringify(await rest("GET", "/node-types")).includes("http_call"), {
    timeoutMs: 30_000,
  });
  const workflow = await rest("POST", "/workflows", { name: "Kill me", trigger: { "!!": { var: "killed" } }, graph });
  const workers = new Set<number>();
  for (let sent = 0; sent < COUNT; sent += 1) {
    await rest("POST", "/events", { url: `http://127.0.0.1:${port()}`, killed: true, sent });
    if (sent % 10 !== 7) continue;
    // Kill the worker only when it works, while some executions are between stored and closed.
    await waitFor(() => calls.size > sent / 4 && stack.worker.pid !== undefined && !workers.has(stack.worker.pid), {
      timeoutMs: 60_000,
    });
    workers.add(stack.worker.kill9()!);
  }
  const list = async (): Promise<readonly ExecutionItem[]> => {
    const page = await rest("GET", `/executions?workflow_id=${String(workflow["id"])}&limit=100`);
    return page["items"] as ExecutionItem[];
  };
  const open = async (): Promise<readonly ExecutionItem[]> =>
    (await list()).filter(({ status, mirrorOk }) => status !== "completed" || mirrorOk === null);
  await waitFor(async () => (await list()).length === COUNT, { timeoutMs: 60_000 });
  await waitFor(async () => (await open()).length === 0, { timeoutMs: 90_000 }).catch(async (error: Error) => {
    throw new Error(`Still open: ${JSON.stringify(await open())}`, { cause: error });
  });
  const all = await list();
  expect(all).toHaveLength(COUNT);
  expect(all.filter(({ mirrorOk }) => mirrorOk !== true)).toEqual([]);
  expect(workers.size).toBe(4);
  // I5: each step has one key, for all of its attempts.
  expect(calls.size).toBe(2 * COUNT);
  // And each step counts once, for all of its attempts.
  const counted = await rest("GET", `/state/entry?workflowId=${String(workflow["id"])}&key=executions`);
  expect(counted["value"]).toBe(COUNT);
});

test("the metrics of a worker say what it did, and those of Temporal's SDK hold no name of a workflow", async () => {
  await rest("POST", "/workflows", { name: "Counted", trigger: { "!!": { var: "counted" } }, graph });
  await rest("POST", "/events", { url: `http://127.0.0.1:${port()}`, counted: true });
  const read = async () => await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
  await waitFor(async () => /executions_closed_total\{status="completed"\} [1-9]/.test(await read()), {
    timeoutMs: 60_000,
  });
  const text = await read();
  for (const line of [
    /^tempograph_events_dispatched_total [1-9]/m,
    /^tempograph_execution_starts_total\{outcome="started"\} [1-9]/m,
    /^tempograph_node_attempts_total\{type="http_call",outcome="succeeded"\} [1-9]/m,
    /^tempograph_mirror_lag_seconds_count [1-9]/m,
    /^tempograph_mirror_differences_total 0$/m,
    /^tempograph_worker_running 1$/m,
    /^tempograph_loop_still_seconds\{loop="dispatch events"\} /m,
    /^tempograph_scrape_errors_total 0$/m,
    /^tempograph_postgres_connections\{state="used"\} /m,
    /^temporal_workflow_completed_total\{.*\} [1-9]/m,
    /^temporal_activity_schedule_to_start_latency_seconds_bucket\{/m,
    /^temporal_workflow_task_schedule_to_start_latency_seconds_bucket\{/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain("Counted");
});

test("a trace goes from its sender through event, dispatch, execution, steps, outgoing calls and mirror", async () => {
  await rest("POST", "/workflows", { name: "Traced", trigger: { "!!": { var: "traced" } }, graph });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const sender = "b7ad6b7169203331";
  const body = { url: `http://127.0.0.1:${port()}`, traced: true };
  await rest("POST", "/events", body, { traceparent: `00-${traceId}-${sender}-01` });
  const mine = () => collector.spans.filter((span) => span.traceId === traceId);
  // API and worker send what they have recorded once in a second.
  const told = (name: string) => mine().some((span) => span.name === name);
  await waitFor(() => told("mirror") && told("POST /events"), { timeoutMs: 60_000 }).catch((error: Error) => {
    throw new Error(
      `Of the trace came: ${mine()
        .map(({ name }) => name)
        .join(", ")}`,
      { cause: error },
    );
  });
  const spans = mine();
  const named = (name: string) => spans.filter((span) => span.name === name);
  const [request, store, start] = ["POST /events", "store events", "start execution"].map((name) => named(name)[0]!);
  expect(request).toMatchObject({ service: "tempograph-api", parentSpanId: sender });
  expect(store).toMatchObject({ service: "tempograph-api", parentSpanId: request!.spanId });
  expect(start).toMatchObject({ service: "tempograph-worker", parentSpanId: store!.spanId });
  expect(named("dispatch event")).toMatchObject([{ parentSpanId: store!.spanId }]);
  for (const name of ["step state_increment", "execution", "mirror"])
    expect(named(name), name).toMatchObject([{ parentSpanId: start!.spanId }]);
  const steps = named("step http_call");
  expect(steps).toMatchObject([{ parentSpanId: start!.spanId }, { parentSpanId: start!.spanId }]);
  expect(new Set(named("HTTP POST").map(({ parentSpanId }) => parentSpanId))).toEqual(
    new Set(steps.map(({ spanId }) => spanId)),
  );
  expect([...traces]).toContain(traceId);
});
