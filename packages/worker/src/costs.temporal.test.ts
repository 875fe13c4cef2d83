import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, node, probe } from "@tempograph/graph/conformance";
import type { Graph } from "@tempograph/graph";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// I9: an execution costs no more than a hand-written workflow: one activity per side effect and nothing else in history.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

const steps = (count: number) => Array.from({ length: count }, (_, index) => probe(`s${index}`));
const start = node("start", "start");

async function costs(name: string, what: Graph): Promise<{ events: number; wakeUps: number }> {
  const { executionId, status } = await driver.run(name, { graph: what });
  expect(status).toBe("completed");
  const { events } = await driver.client.workflow.getHandle(executionId).fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes != null).length;
  return { events: events?.length ?? 0, wakeUps: tasks - 1 };
}

// start ─▶ s0 ─▶ s1 ─▶ … ─▶ s7
test("a sequence of N costs 6N + 5 events", async () => {
  const all = steps(8);
  const chain = ["start", ...all.map(({ id }) => id)].join(" > ");
  expect(await costs("sequence", graph([start, ...all], edges(chain)))).toEqual({ events: 6 * 8 + 5, wakeUps: 8 });
});

//        ┌▶ s0 ┐
// start ─┼▶ …  ┤
//        └▶ s7 ┘
test("N in parallel with D wake-ups cost 3N + 3D + 5 events", async () => {
  const all = steps(8);
  const { events, wakeUps } = await costs(
    "fan-out",
    graph([start, ...all], edges(...all.map(({ id }) => `start > ${id}`))),
  );
  expect(events).toBe(3 * 8 + 3 * wakeUps + 5);
  expect(wakeUps).toBeLessThanOrEqual(8);
});

//                      ┌left▶ a ┐
// start ─▶ shape ─▶ pick        ├▶ join ─▶ set ─▶ end
//                      └else▶ b ┘
test("branch, join, set, transform and expressions cost no events", async () => {
  const what = graph(
    [
      start,
      node("shape", "transform", { output: { n: 1 } }),
      node("pick", "branch", {
        cases: [{ label: "left", condition: { "==": [{ var: "steps.shape.n" }, 1] } }, { else: true }],
      }),
      probe("a"),
      probe("b"),
      node("join", "transform", { output: "{{ steps.a.attempt }}" }),
      node("set", "set", { values: { done: true } }),
      node("end", "end", { output: "{{ vars.done }}" }),
    ],
    edges("start > shape > pick", "pick:left > a > join", "pick:else > b > join", "join > set > end"),
  );
  expect(await costs("diamond", what)).toEqual({ events: 6 * 1 + 5, wakeUps: 1 });
});

// start ─▶ s0 ─▶ …      (burst)
test.each([4, 40])("a burst of %i steps costs 6 events", async (count) => {
  const all = steps(count);
  const chain = ["start", ...all.map(({ id }) => id)].join(" > ");
  const what = graph([start, ...all], edges(chain), { durability: "burst" });
  expect(await costs("burst", what)).toEqual({ events: 6, wakeUps: 0 });
});
