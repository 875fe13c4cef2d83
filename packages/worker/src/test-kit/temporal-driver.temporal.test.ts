import { inside, node, start } from "@tempograph/graph/conformance";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTemporalDriver, type TemporalDriver } from "./temporal-driver.ts";

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
});
afterAll(() => driver.stop());

test("signals whose moment comes together arrive in the order of the script", async () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  const each = inside(
    node("each", "for_each", { items, concurrency: 1 }),
    node("wait", "wait_for_signal", { name: "go" }),
  );
  const edges = [{ id: "e1", source: "start", target: "each", sourceHandle: "out" }];
  const signals = items.map((payload) => ({ afterMs: 0, once: "each[0]/wait waiting", name: "go", payload }));
  const { trace } = await driver.run("signals", { graph: { nodes: [start, ...each], edges }, signals });
  const waits = trace.filter(({ path, kind }) => path.endsWith("/wait") && kind === "completed");
  expect(waits.map(({ output }) => output)).toEqual(items);
});
