import { afterAll, beforeAll, expect, test } from "vitest";
import { edges, graph, happened, node, OPERATOR, probe, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { askToSteer } from "./test-kit/ask-to-steer.ts";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

// start ─▶ a↺una ─▶ b↺unb ─▶ wait      ✂, then ⏸ while b is compensated: the next run compensates a
test("an execution that is cancelled in one run and ends in the next ends cancelled", async () => {
  const run = {
    historyLimit: 30,
    graph: graph(
      [
        start,
        probe("a", {}, { compensate: "una" }),
        probe("una"),
        probe("b", {}, { compensate: "unb" }),
        probe("unb", { takesMs: 600 }),
        node("wait", "delay", { ms: 3_600_000 }),
      ],
      edges("start > a > b > wait"),
    ),
  };
  const result = await driver.run("cancel across runs", run, async ({ handle, traceNow }) => {
    const operation = (id: string, name: "pause" | "resume") =>
      askToSteer(handle, { id, by: OPERATOR, time: Date.now(), operation: { name } });
    await waitFor(() => happened(traceNow(), "wait waiting"), { what: "the wait" });
    await handle.cancel();
    await waitFor(() => happened(traceNow(), "b!unb scheduled"), { what: "the first compensation" });
    expect(await operation("1", "pause")).toMatchObject({ accepted: true });
    await waitFor(() => happened(traceNow(), "b!unb completed"), { what: "the end of it" });
    // History grows until the run continues as new.
    for (let id = 0; (await handle.describe()).historyLength >= 20; id += 1) {
      await handle.signal("tick", id);
      if (id > 30) break;
    }
    await operation("2", "resume");
  });
  expect(result.runIds.length).toBeGreaterThan(1);
  expect(result.status).toBe("cancelled");
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
});
