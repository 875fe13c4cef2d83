import { expect, test } from "vitest";
import { runScenario, scenarioProgram } from "../conformance/run-scenario.ts";
import { scenarios } from "../conformance/index.ts";
import type { Scenario } from "../conformance/scenario.ts";
import { brokenLaws } from "./test-kit/laws.ts";
import type { Played } from "./test-kit/play-nested.ts";
import { watchedMachine, type Continuations } from "./test-kit/watched-machine.ts";

// Each scenario of the conformance suite by what must hold of every run: the driver's books, ends, pauses, operations.

/** Its own continue-as-news need a machine that the runner may replace; these never end. */
const all = scenarios.filter((one) => one.continueAsNewEvery === undefined && one.expect.status !== "stuck");

async function play(scenario: Scenario, how: Continuations = {}): Promise<Played> {
  const program = scenarioProgram(scenario.name, scenario.graph, scenario.limits);
  const machine = watchedMachine(program, how);
  const result = await runScenario(scenario, { machine });
  return { ...result, batches: machine.batches, continuations: machine.continuations(), program } as Played;
}

test.each(all)("by the laws: $name", async (scenario) => {
  expect(brokenLaws(await play(scenario))).toEqual([]);
});

test.each(all)("the same through JSON at every moment: $name", async (scenario) => {
  const plain = await play(scenario);
  const copied = await play(scenario, { throughJson: true });
  expect(copied.batches.map(({ commands }) => commands)).toEqual(plain.batches.map(({ commands }) => commands));
  expect(copied.trace).toEqual(plain.trace);
});

test.each(all)("by the laws, with a drain in every batch: $name", async (scenario) => {
  expect(brokenLaws(await play(scenario, { drain: () => "soft" }))).toEqual([]);
});
