import { setTimeout as sleep } from "node:timers/promises";
import { ApplicationFailure } from "@temporalio/common";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, node, probe } from "@tempograph/graph/conformance";
import type { GraphNode, JsonObject } from "@tempograph/graph";
import { askToSteer } from "./test-kit/ask-to-steer.ts";
import { startTemporalDriver, type DrivenResult, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// A burst is one region (docs/decisions/0059): what a region has to keep of what burst steps did one by one.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

const burst = { durability: "burst" } as const;
const start = node("start", "start");

function agrees(result: DrivenResult): void {
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
  if (result.traceHash !== undefined) expect(result.projections.at(-1)!.traceHash).toBe(result.traceHash);
}

async function markers({ executionId, runId }: DrivenResult): Promise<number> {
  const { events } = await driver.history(executionId, runId);
  return events.filter((event) => event.markerRecordedEventAttributes != null).length;
}

/** What the mirror has of each step. */
function stepsOf({ projections }: DrivenResult): readonly object[] {
  return projections.flatMap(({ steps }) => steps.map(({ path, status, attempts }) => ({ path, status, attempts })));
}

function tried(id: string, data: JsonObject, settings: JsonObject): GraphNode {
  return { ...probe(id, data), settings: settings as NonNullable<GraphNode["settings"]> };
}

// start ─▶ a ─▶ b ─▶ c      (a fails twice, c for good)
test("retries within a region count as ever, and the mirror has the attempts of each step", async () => {
  const retry = { maximumAttempts: 3, initialInterval: 10, backoffCoefficient: 1 };
  const nodes = [start, tried("a", { failTimes: 2 }, { retry }), probe("b"), tried("c", { failTimes: -1 }, { retry })];
  const result = await driver.run("retries", { graph: graph(nodes, edges("start > a > b > c"), burst) });
  expect(result.status).toBe("failed");
  expect(result.failure).toMatchObject({ code: "PROBE_FAILED", message: "attempt 3 fails as told", path: "c" });
  expect(stepsOf(result)).toEqual([
    { path: "start", status: "completed", attempts: 0 },
    { path: "a", status: "completed", attempts: 3 },
    { path: "b", status: "completed", attempts: 1 },
    { path: "c", status: "failed", attempts: 3 },
  ]);
  expect(result.projections[0]!.steps.find(({ path }) => path === "a")!.output).toEqual({ attempt: 3 });
  expect(await markers(result)).toBe(1);
  agrees(result);
});

// start ─▶ a      (waits 7 s between two attempts)
test("a region gives back a step that waits long for its next attempt, and the next region goes on counting", async () => {
  const retry = { maximumAttempts: 2, initialInterval: 7_000, maximumInterval: 7_000, backoffCoefficient: 1 };
  const nodes = [start, tried("a", { failTimes: -1 }, { retry })];
  const result = await driver.run("given back", { graph: graph(nodes, edges("start > a"), burst) });
  expect(result.failure).toMatchObject({ message: "attempt 2 fails as told" });
  expect(stepsOf(result)).toContainEqual({ path: "a", status: "failed", attempts: 2 });
  expect(await markers(result)).toBe(2);
  agrees(result);
}, 40_000);

// start ─▶ a      (longer than its time-out, and does not listen)
test("a step that takes too long fails with its time-out", async () => {
  const settings = { timeout: { startToClose: 200 }, retry: { maximumAttempts: 1 } };
  const nodes = [start, tried("a", { takesMs: 3_000, deaf: true }, settings)];
  const result = await driver.run("time-out", { graph: graph(nodes, edges("start > a"), burst) });
  expect(result.failure).toMatchObject({ code: "TIMEOUT_START_TO_CLOSE", path: "a" });
  agrees(result);
});

// start ─▶ a ─▶ b      (a takes longer than Temporal waits until it hands out what has come meanwhile)
test("a cancel request stops the step that a region runs, and nothing begins behind it", async () => {
  const nodes = [start, probe("a", { takesMs: 19_000 }), probe("b")];
  const run = { graph: graph(nodes, edges("start > a > b"), burst), cancelAfterMs: 500 };
  const result = await driver.run("cancel", run);
  expect(result.status).toBe("cancelled");
  expect(result.trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    "start completed",
    "a scheduled",
    "a cancelled",
    "b notReached",
  ]);
  agrees(result);
}, 40_000);

// start ─▶ a ─▶ b      (12 s; a pause meanwhile)
test("a pause while a region runs is answered when it ends, and holds what follows", async () => {
  const nodes = [start, probe("a", { takesMs: 12_000 }), probe("b")];
  const by = { name: "kim", roles: [] };
  const result = await driver.run("pause", { graph: graph(nodes, edges("start > a > b"), burst) }, async (stage) => {
    await sleep(500);
    const steer = (id: string, name: "pause" | "resume") =>
      askToSteer(stage.handle, { id, by, time: Date.now(), operation: { name } });
    expect(await steer("p", "pause")).toEqual({ accepted: true, result: { id: "p", ok: true } });
    expect(await steer("r", "resume")).toEqual({ accepted: true, result: { id: "r", ok: true } });
  });
  expect(result.trace.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    ...["start completed", "a scheduled", "!gate paused", "a completed", "b scheduled"],
    ...["!gate resumed", "b completed"],
  ]);
  agrees(result);
}, 60_000);

// start ─▶ a ─▶ … ─▶ d      (600 KB each)
test("a region ends where its answers become large, and the next one goes on", async () => {
  const all = ["a", "b", "c", "d"].map((id) => probe(id, { give: "{{ payload.text }}" }));
  const what = graph([start, ...all], edges("start > a > b > c > d"), burst);
  const result = await driver.run("large", { graph: what, payload: { text: "x".repeat(600_000) } });
  expect(result.status).toBe("completed");
  expect(await markers(result)).toBe(4);
  agrees(result);
}, 60_000);

// start ─▶ a ─▶ wait ─▶ b      (two regions, each with a state of 100 KB)
test("the state that a region gets is not stored, because it stays in the worker", async () => {
  const count = async () => (await driver.db.selectFrom("payload_blobs").select("hash").execute()).length;
  const before = await count();
  const nodes = [start, probe("a"), node("wait", "delay", { ms: 1 }), probe("b")];
  const run = { graph: graph(nodes, edges("start > a > wait > b"), burst), payload: { text: "y".repeat(100_000) } };
  const result = await driver.run("state", run);
  expect(await markers(result)).toBe(2);
  // The one value is the start of the execution.
  expect((await count()) - before).toBe(1);
  agrees(result);
}, 60_000);

// start ─▶ each(700)[ a ]
test("a region ends behind 500 steps, and the next one goes on", async () => {
  const items = Array.from({ length: 700 }, (_, index) => index);
  const each = node("each", "for_each", { items, concurrency: 10 });
  const what = graph([start, each, { ...probe("a"), parentId: "each" }], edges("start > each"), burst);
  const result = await driver.run("many", { graph: what });
  expect(result.status).toBe("completed");
  expect(await markers(result)).toBe(2);
  agrees(result);
}, 60_000);

// start ─▶ a ─▶ b      (every region fails, or answers something else)
test.each([
  ["fails", () => Promise.reject(ApplicationFailure.nonRetryable("no"))],
  ["answers something else", () => Promise.resolve({ at: 1 })],
])(
  "where a region %s, the steps run one by one",
  async (_, region) => {
    const broken = await startTemporalDriver({ region });
    try {
      const result = await broken.run("alone", {
        graph: graph([start, probe("a"), probe("b")], edges("start > a > b"), burst),
      });
      expect(result.status).toBe("completed");
      const { events } = await broken.history(result.executionId, result.runId);
      expect(events.filter((event) => event.markerRecordedEventAttributes != null)).toHaveLength(3);
      agrees(result);
    } finally {
      await broken.stop();
    }
  },
  60_000,
);
