import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "@tempograph/graph/conformance";
import { startTemporalDriver, type DrivenResult, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// I16: what an execution has under way stays within Temporal's limits, whatever its graph asks for. Beyond a limit the server
// would refuse the workflow task forever, or end the execution.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The most activities that Temporal had pending at once, over all runs. */
async function mostPending({ executionId, runIds }: DrivenResult): Promise<number> {
  let most = 0;
  for (const runId of runIds) {
    let pending = 0;
    for (const event of (await driver.history(executionId, runId)).events) {
      if (event.activityTaskScheduledEventAttributes) pending += 1;
      const ended =
        event.activityTaskCompletedEventAttributes ??
        event.activityTaskFailedEventAttributes ??
        event.activityTaskTimedOutEventAttributes ??
        event.activityTaskCanceledEventAttributes;
      if (ended) pending -= 1;
      most = Math.max(most, pending);
    }
  }
  return most;
}

const problemsOf = ({ projections }: DrivenResult) => projections.flatMap(({ problems }) => problems);

// start ─▶ rows[ columns[ work ] ]      50 rows of 50, all at once
test(
  "50 × 50 items at once run as at most 500 activities at a time, and all of them run",
  { timeout: 300_000 },
  async () => {
    const result = await driver.run("fifty by fifty", {
      graph: graph(
        [
          start,
          ...inside(
            node("rows", "for_each", { items: "{{ payload.items }}", concurrency: 50, result: null }),
            inside(
              node("columns", "for_each", { items: "{{ payload.items }}", concurrency: 50, result: null }),
              probe("work", { give: 1 }),
            ),
          ),
        ],
        edges("start > rows"),
      ),
      payload: { items: numbers(50) },
    });
    expect(result.status).toBe("completed");
    expect(problemsOf(result)).toEqual([]);
    const done = result.trace.filter(({ kind, path }) => kind === "completed" && path.endsWith("/work"));
    expect(done).toHaveLength(2_500);
    expect(await mostPending(result)).toBeLessThanOrEqual(500);
  },
);

//        ┌▶ p0
// start ─┼▶ …
//        └▶ p4999
test(
  "5,000 steps after one node can be cancelled, and those that have not begun end at once",
  { timeout: 300_000 },
  async () => {
    const steps = numbers(5_000).map((index) => probe(`p${index}`, { takesMs: 600_000 }));
    const result = await driver.run("five thousand", {
      graph: graph([start, ...steps], edges(...steps.map(({ id }) => `start > ${id}`))),
      cancelAfterMs: 0,
      cancelOnce: "p499 scheduled",
    });
    expect(result.status).toBe("cancelled");
    expect(problemsOf(result)).toEqual([]);
    const ends = (kind: string) => result.trace.filter((entry) => entry.kind === kind).length;
    expect({ cancelled: ends("cancelled"), notReached: ends("notReached") }).toEqual({
      cancelled: 500,
      notReached: 4_500,
    });
    expect(await mostPending(result)).toBe(500);
  },
);
