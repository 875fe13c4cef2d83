import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "@tempograph/graph/conformance";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

/** The number of items. Set `FOR_EACH_ITEMS=10000` to try more by hand. */
const ITEMS = Number(process.env["FOR_EACH_ITEMS"] ?? 400);

// start ─▶ each[ work ] ─▶ after      (50 at a time)
test(
  "a for_each over many items continues as new: each item runs once, histories stay short, results are in order",
  { timeout: 600_000 },
  async () => {
    const items = Array.from({ length: ITEMS }, (_, index) => index);
    const result = await driver.run("many items", {
      graph: graph(
        [
          start,
          ...inside(
            node("each", "for_each", { items: "{{ payload.items }}", concurrency: 50, result: "{{ steps.work }}" }),
            probe("work", { give: "{{ item * 2 }}" }),
          ),
          probe("after", { give: "{{ size(steps.each.results) }}" }),
        ],
        edges("start > each > after"),
      ),
      payload: { items },
      ...(ITEMS < 3_000 && { historyLimit: 500 }),
    });
    expect(result).toMatchObject({ status: "completed", output: { after: ITEMS } });
    expect(result.runIds.length).toBeGreaterThan(2);
    const done = result.trace.filter(({ path, kind }) => kind === "completed" && path.endsWith("]/work"));
    expect(new Set(done.map(({ path }) => path)).size).toBe(ITEMS);
    expect(done).toHaveLength(ITEMS);
    const lengths: number[] = [];
    for (const runId of result.runIds) {
      const { events } = await driver.history(result.executionId, runId);
      lengths.push(events.length);
    }
    expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
    expect(Math.max(...lengths)).toBeLessThan(ITEMS < 3_000 ? 1_500 : 8_000);
    if (process.env["FOR_EACH_ITEMS"] !== undefined) process.stdout.write(`runs: ${lengths.join(" ")} events\n`);
  },
);
