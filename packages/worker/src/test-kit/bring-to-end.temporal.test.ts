import { happened, node, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askToSteer } from "./ask-to-steer.ts";
import { bringToEnd } from "./bring-to-end.ts";
import { startTemporalDriver, type TemporalDriver } from "./temporal-driver.ts";

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
});
afterAll(() => driver.stop());

test("a step whose end the worker has reported, and the server never accepted, is brought to its end", async () => {
  const edges = [{ id: "e1", source: "start", target: "wait", sourceHandle: "out" }];
  const graph = { nodes: [start, node("wait", "wait_for_signal", { name: "go" })], edges };
  const { status } = await driver.run("reported", { graph }, async (stage) => {
    await waitFor(() => happened(stage.traceNow(), "wait waiting"), { what: "the wait" });
    const waiting = stage.traceNow().at(-1)!;
    const traceNow = () => [...stage.traceNow(), { ...waiting, kind: "completed" as const }];
    await bringToEnd({ ...stage, traceNow }, (operation, by) =>
      askToSteer(stage.handle, { id: by.name, by, time: Date.now(), operation }),
    );
  });
  expect(status).toBe("completed");
});
