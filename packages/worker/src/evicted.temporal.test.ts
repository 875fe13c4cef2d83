import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, failing, graph, happened, node, probe, start } from "@tempograph/graph/conformance";
import type { Graph, Operation } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import { askToSteer } from "./test-kit/ask-to-steer.ts";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// This worker caches no execution, so each workflow task replays the history, as after a restart. The SDK then delivers a task
// without commands together with the operation that follows it, in one activation.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver({ maxCachedWorkflows: 0 });
}, 60_000);
afterAll(() => driver.stop());

interface Case {
  readonly name: string;
  readonly graph: Graph;
  readonly once: string;
  readonly operation: Operation;
}

const cases: readonly Case[] = [
  {
    // start ─▶ ok
    name: "an approval right after the start",
    graph: graph([start, node("ok", "approval")], edges("start > ok")),
    once: "ok waiting",
    operation: { name: "decide", path: "ok", decision: "approved" },
  },
  {
    // start ─▶ first;  start ─▶ bad ⏸      the two tasks before the operation have no commands
    name: "an incident beside a step that has ended",
    graph: graph(
      [start, probe("first"), failing("bad", { takesMs: 300 }, { onError: "pause" })],
      edges("start > first", "start > bad"),
    ),
    once: "bad incident",
    operation: { name: "retry", path: "bad", input: { give: 1 } },
  },
  {
    // start ─▶ wait
    name: "a wait for a signal right after the start",
    graph: graph([start, node("wait", "wait_for_signal", { name: "go" })], edges("start > wait")),
    once: "wait waiting",
    operation: { name: "skipWait", path: "wait", output: 1 },
  },
];

test.concurrent.each(cases)("after an eviction, $name accepts its operation", { timeout: 30_000 }, async (one) => {
  const result = await driver.run(one.name, { graph: one.graph }, async ({ handle, traceNow }) => {
    await waitFor(() => happened(traceNow(), one.once));
    const request = { id: randomUUID(), by: { name: "kim", roles: [] }, time: Date.now(), operation: one.operation };
    expect(await askToSteer(handle, request)).toEqual({
      accepted: true,
      result: { id: request.id, ok: true },
    });
  });
  expect(result.status).toBe("completed");
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
});
