import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createWakeLoop } from "../wake-loop.ts";
import { createFewValues } from "./few-values.ts";
import { METRICS } from "./metric-table.ts";
import { readMetricsSettings } from "./metrics-settings.ts";
import { count, observe } from "./process-metrics.ts";
import { startMetricsServer, type MetricsServerOptions } from "./start-metrics-server.ts";
import { readGauges, watchGauges } from "./watch-gauges.ts";
import { withoutLabel } from "./without-label.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function served(options: Partial<MetricsServerOptions> = {}) {
  const settings = { port: 0, host: "127.0.0.1" };
  const server = await startMetricsServer({ settings, part: "worker", logger: silent, ...options });
  onTestFinished(() => server.stop());
  return server.url;
}

const textOf = async (url: string): Promise<string> => await (await fetch(url)).text();
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

test("what is counted, observed and read shows at /metrics, with what Node.js says of the process", async () => {
  const url = await served({ more: () => Promise.resolve("other_metric 7\n") });
  const attempts = 'tempograph_node_attempts_total{type="test",outcome="succeeded"}';
  const before = valueOf(await textOf(url), attempts) ?? 0;
  count("tempograph_node_attempts_total", { type: "test", outcome: "succeeded" }, 2);
  observe("tempograph_node_attempt_seconds", { type: "test" }, 30);
  onTestFinished(watchGauges(() => [{ name: "tempograph_postgres_waiting", labels: {}, value: 2 }]));
  onTestFinished(watchGauges(() => [{ name: "tempograph_postgres_waiting", labels: {}, value: 3 }]));
  const text = await textOf(url);
  expect(valueOf(text, attempts)).toBe(before + 2);
  expect(text).toContain('tempograph_node_attempt_seconds_bucket{le="0.05",type="test"} 1');
  expect(valueOf(text, "tempograph_postgres_waiting")).toBe(5);
  expect(valueOf(text, "other_metric")).toBe(7);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(text).toMatch(/^process_resident_memory_bytes /m);
  // It belongs to the other program.
  expect(text).not.toContain("tempograph_http_request_seconds");
});

test("a gauge that cannot be read is absent, and the others are there", async () => {
  const url = await served();
  const errorsBefore = valueOf(await textOf(url), "tempograph_scrape_errors_total")!;
  const end = watchGauges(() => Promise.reject(new Error("away")));
  onTestFinished(watchGauges(() => [{ name: "tempograph_worker_running", labels: {}, value: 1 }]));
  const text = await textOf(url);
  expect(valueOf(text, "tempograph_worker_running")).toBe(1);
  expect(valueOf(text, "tempograph_postgres_waiting")).toBeUndefined();
  // The metrics that were counted before the gauges are read say it with the next scrape.
  expect(valueOf(await textOf(url), "tempograph_scrape_errors_total")).toBeGreaterThan(errorsBefore);
  end();
});

test("while an answer is awaited, nobody asks again", async () => {
  let asked = 0;
  const never = Promise.withResolvers<never[]>();
  onTestFinished(
    watchGauges(() => {
      asked += 1;
      return never.promise;
    }),
  );
  await readGauges(() => {}, 1);
  await readGauges(() => {}, 1);
  expect(asked).toBe(1);
  never.resolve([]);
});

test("a loop tells its rounds, and for how long it has got nowhere", async () => {
  const url = await served();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const loop = createWakeLoop({ name: "measured", pollMs: 60_000, onError: () => {}, work: () => promise });
  loop.start();
  onTestFinished(() => {
    resolve(false);
    return loop.stop();
  });
  const still = 'tempograph_loop_still_seconds{loop="measured"}';
  await expect.poll(async () => valueOf(await textOf(url), still)).toBeGreaterThan(0);
  resolve(false);
  await expect.poll(async () => valueOf(await textOf(url), still)).toBe(0);
  expect(valueOf(await textOf(url), 'tempograph_loop_rounds_total{loop="measured",outcome="done"}')).toBe(1);
});

test("who has no token reads nothing, nor does a page under another name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tempograph-metrics-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tokenFile = join(folder, "token");
  await writeFile(tokenFile, "a-token-of-a-scraper\n");
  const url = await served({ settings: { port: 0, host: "127.0.0.1", tokenFile } });
  const status = async (authorization?: string) =>
    (await fetch(url, authorization === undefined ? {} : { headers: { authorization } })).status;
  expect(await status()).toBe(401);
  expect(await status("Bearer another-token-of-one")).toBe(401);
  expect(await status("Bearer a-token-of-a-scraper")).toBe(200);
  await writeFile(tokenFile, "short");
  await expect(served({ settings: { port: 0, host: "127.0.0.1", tokenFile } })).rejects.toThrow("at least 16");
  const open = await served();
  expect((await fetch(new URL("/else", open))).status).toBe(404);
  expect((await fetch(open, { method: "POST" })).status).toBe(405);
  const { request } = await import("node:http");
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(open, { headers: { host: "rebound.example" } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", reject).end();
  });
  expect(refused).toBe(403);
});

test("settings: nothing is served unless a port is named, and to nobody else without a token", () => {
  const PORT = { TEMPOGRAPH_METRICS_PORT: "9464" };
  expect(readMetricsSettings({})).toBeUndefined();
  expect(readMetricsSettings(PORT)).toEqual({ port: 9464, host: "127.0.0.1" });
  expect(() => readMetricsSettings({ ...PORT, TEMPOGRAPH_METRICS_HOST: "0.0.0.0" })).toThrow("METRICS_TOKEN_FILE");
  const all = { ...PORT, TEMPOGRAPH_METRICS_HOST: "0.0.0.0", TEMPOGRAPH_METRICS_TOKEN_FILE: "/run/token" };
  expect(readMetricsSettings(all)).toEqual({ port: 9464, host: "0.0.0.0", tokenFile: "/run/token" });
  expect(() => readMetricsSettings({ TEMPOGRAPH_METRICS_PORT: "many" })).toThrow("TEMPOGRAPH_METRICS_PORT");
});

test("a label of which there may be any number is taken out, and samples are added up", () => {
  const text = [
    "# HELP requests_total Of {them}",
    "# TYPE requests_total counter",
    'requests_total{workflow_type="a \\"b\\", c",queue="q"} 2',
    'requests_total{queue="q",workflow_type="d"} 3',
    'requests_total{queue="r"} 1',
    'latency_bucket{workflow_type="a",le="+Inf"} 4',
    'latency_bucket{workflow_type="b",le="+Inf"} 1.5',
    'latency_sum{workflow_type="a"} 1e3',
    "up 1",
    "",
  ].join("\n");
  expect(withoutLabel(text, "workflow_type")).toBe(
    [
      "# HELP requests_total Of {them}",
      "# TYPE requests_total counter",
      'requests_total{queue="q"} 5',
      'requests_total{queue="r"} 1',
      'latency_bucket{le="+Inf"} 5.5',
      "latency_sum 1000",
      "up 1",
      "",
    ].join("\n"),
  );
});

test("what authors of nodes make up does not grow without bound", () => {
  const few = createFewValues(2);
  expect([few("http", "A"), few("http", "B"), few("http", "C"), few("http", "A")]).toEqual(["A", "B", "other", "A"]);
});

test("names follow the conventions of Prometheus", () => {
  for (const [name, { type }] of Object.entries(METRICS)) {
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
  }
});
