import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, node, probe } from "@tempograph/graph/conformance";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// A Temporal server lets a timer fire up to one second late, unless `history.timerProcessorMaxTimeShift` says otherwise: then
// every delay and every back-off of less than a second would take 1.01 s. The server that local-stack starts sets 20 ms.
// The test compares times of the server's own events and takes the best of several, because the computer may be busy.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

type Times = { readonly eventTime?: { seconds?: unknown; nanos?: number | null } | null };
const millis = ({ eventTime }: Times): number =>
  Number(eventTime?.seconds) * 1000 + (eventTime?.nanos ?? 0) / 1_000_000;

test("a delay of 100 ms takes little more than 100 ms", async () => {
  const delays = ["a", "b", "c"].map((id) => node(id, "delay", { ms: 100 }));
  const { executionId } = await driver.run("short-delays", {
    graph: graph([node("start", "start"), ...delays], edges("start > a > b > c")),
  });
  const { events = [] } = await driver.client.workflow.getHandle(executionId).fetchHistory();
  const took = events!.flatMap((event) => {
    const started = event.timerFiredEventAttributes?.startedEventId;
    const start = events!.find(({ eventId }) => started != null && String(eventId) === String(started));
    return start === undefined ? [] : [millis(event) - millis(start)];
  });
  expect(took).toHaveLength(3);
  for (const ms of took) expect(ms).toBeGreaterThanOrEqual(100);
  expect(Math.min(...took)).toBeLessThan(500);
});

test("two back-offs of 100 ms take little more than 200 ms", async () => {
  const took: number[] = [];
  for (const name of ["first", "second", "third"]) {
    const flaky = {
      ...probe("flaky", { failTimes: 2 }),
      settings: { retry: { initialInterval: 100, backoffCoefficient: 1 } },
    };
    const { executionId } = await driver.run(`short-back-off-${name}`, {
      graph: graph([node("start", "start"), flaky], edges("start > flaky")),
    });
    const { events = [] } = await driver.client.workflow.getHandle(executionId).fetchHistory();
    const scheduled = events!.find((event) => event.activityTaskScheduledEventAttributes != null)!;
    const started = events!.find((event) => event.activityTaskStartedEventAttributes != null)!;
    expect(started.activityTaskStartedEventAttributes!.attempt).toBe(3);
    took.push(millis(started) - millis(scheduled));
  }
  expect(Math.min(...took)).toBeGreaterThanOrEqual(200);
  expect(Math.min(...took)).toBeLessThan(1_000);
});
