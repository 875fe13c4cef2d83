import { afterAll, beforeAll, expect, test } from "vitest";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { killAt } from "../testing/doomed-process.ts";
import { applyState } from "./apply-state.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

const COUNT = { op: "increment", scope: "workflow", key: "doomed", by: 1, ttlMs: null } as const;

test.each([
  ["state.changed", "before its commit", 0],
  ["state.committed", "before it could answer", 1],
])("I5: the next attempt counts once after a kill -9 at %s, %s", async (point, _when, counted) => {
  const execution = await world.execution();
  const value = async () => (await applyState(world, stepOf(execution, "read"), { ...COUNT, op: "get" })).value;
  const before = Number((await value()) ?? 0);
  await killAt(point, "doomed-step", { DATABASE_URL: world.databaseUrl, EXECUTION: execution });
  expect(Number((await value()) ?? 0)).toBe(before + counted);
  for (let attempt = 0; attempt < 2; attempt += 1)
    expect(await applyState(world, stepOf(execution, "doomed"), COUNT)).toEqual({ value: before + 1 });
  expect(await value()).toBe(before + 1);
});
