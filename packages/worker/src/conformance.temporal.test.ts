import { afterAll, beforeAll, expect, test } from "vitest";
import { checkScenario, scenarios } from "@tempograph/graph/conformance";
import { TraceHasher } from "@tempograph/graph";
import { writeGolden } from "./test-kit/golden.ts";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

test.concurrent.each(scenarios)("Temporal: $name", { timeout: 30_000 }, async (scenario) => {
  const result = await driver.run(scenario.name, scenario);
  expect(checkScenario(scenario, result)).toEqual([]);
  if (process.env["RECORD_GOLDEN"] !== undefined) {
    writeGolden(scenario.name, await driver.client.workflow.getHandle(result.executionId, result.runId).fetchHistory());
  }
  if (result.traceHash === undefined) return;
  const hasher = new TraceHasher();
  hasher.add(result.trace);
  expect(hasher.digest()).toBe(result.traceHash);
});
