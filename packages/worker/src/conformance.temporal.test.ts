import { afterAll, beforeAll, expect, test } from "vitest";
import { checkScenario, scenarios } from "@tempograph/graph/conformance";
import { writeGolden } from "./test-kit/golden.ts";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

/** A regular expression of the scenarios whose histories are recorded, for rules that the golden histories do not show yet. */
const RECORD = process.env["RECORD_GOLDEN"] === undefined ? null : new RegExp(process.env["RECORD_GOLDEN"]);

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

test.concurrent.each(scenarios)("Temporal: $name", { timeout: 30_000 }, async (scenario) => {
  const result = await driver.run(scenario.name, scenario);
  expect(checkScenario(scenario, result)).toEqual([]);
  if (scenario.continueAsNewEvery !== undefined) expect(result.runIds.length).toBeGreaterThan(1);
  if (RECORD?.test(scenario.name)) {
    for (const [index, runId] of result.runIds.entries()) {
      const name = result.runIds.length === 1 ? scenario.name : `${scenario.name}.${index + 1}`;
      writeGolden(name, await driver.history(result.executionId, runId));
    }
  }
  // I3: for each run, the mirror has the same trace, state and end as the interpreter.
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
  if (result.traceHash !== undefined) expect(result.projections.at(-1)!.traceHash).toBe(result.traceHash);
});
