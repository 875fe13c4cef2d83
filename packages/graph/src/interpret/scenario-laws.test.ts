import { expect, test } from "vitest";
import { runScenario, scenarioProgram } from "../conformance/run-scenario.ts";
import { scenarios } from "../conformance/index.ts";
import type { Scenario } from "../conformance/scenario.ts";
import { brokenLaws } from "./test-kit/laws.ts";
import type { Played } from "./test-kit/play-nested.ts";
import { watchedMachine, type Continuations } from "./test-kit/watched-machine.ts";

// Checks each scenario of the conformance suite against the laws that hold for every run.

/** The scenarios that continue as new themselves need a machine that the runner may replace. Stuck scenarios never end. */
const all = scenarios.filter((one) => one.continueAsNewEvery === undefined && one.expect.status !== "stuck");

async function play(scenario: Scenario, how: Continuations = {}): Promise<Played> {
  const program = scenarioProgram(scenario.name, scenario.graph, scenario.limits);
  const machine = watchedMachine(program, how);
  const result = await runScenario(scenario, { machine });
  return { ...result, batches: machine.batches, continuations: machine.continuations(), program } as Played;
}

test.each(all)("the laws hold: $name", async (scenario) => {
  expect(brokenLaws(await play(scenario))).toEqual([]);
});

test.each(all)("a machine restored from JSON after every batch gives the same: $name", async (scenario) => {
  const plain = await play(scenario);
  const copied = await play(scenario, { throughJson: true });
  expect(copied.batches.map(({ commands }) => commands)).toEqual(plain.batches.map(({ commands }) => commands));
  expect(copied.trace).toEqual(plain.trace);
});

test.each(all)("the laws hold with a drain in every batch: $name", async (scenario) => {
  expect(brokenLaws(await play(scenario, { drain: () => "soft" }))).toEqual([]);
});
