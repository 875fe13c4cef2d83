import { expect, test } from "vitest";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { momentOf } from "./happened.ts";
import { checkScenario, probeManifest, runScenario, scenarioEvent, scenarios } from "./index.ts";

const types = new Map<string, NodeTypeManifest>([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));

test.each(scenarios)("local runner: $name", async (scenario) => {
  const problems = validateGraph({ graph: scenario.graph, types });
  expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
  const result = await runScenario(scenario);
  expect(checkScenario(scenario, result)).toEqual([]);
  if (scenario.continueAsNewEvery !== undefined) expect(result.continuedAsNew).toBeGreaterThan(0);
  const startedAt = Date.parse(scenarioEvent(null).time);
  const moments = [...(scenario.signals ?? []), ...(scenario.operations ?? []), ...(scenario.replies ?? [])];
  if (scenario.cancelAfterMs !== undefined) {
    moments.push({
      afterMs: scenario.cancelAfterMs,
      once: scenario.cancelOnce,
      name: "cancel",
      payload: null,
    } as never);
  }
  for (const { afterMs, once } of moments) {
    if (once === undefined) continue;
    const at = momentOf(result.trace, once);
    expect(at, `"${once}" has to come`).not.toBeNull();
    expect(at! - startedAt, `"${once}" has to come before ${afterMs} ms`).toBeLessThan(afterMs);
  }
});

test("the names of scenarios are unique", () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

test("each rule of the machine has scenarios, and so has each pair of rules that can meet", () => {
  const shown = new Set<string>();
  for (const { rule, meets = [] } of scenarios) {
    const rules = [...new Set([rule, ...meets])].sort((a, b) => a - b);
    for (const a of rules) for (const b of rules) if (a <= b) shown.add(`${a}-${b}`);
  }
  const wanted = RULES.flatMap((a) => RULES.filter((b) => a <= b).map((b) => `${a}-${b}`));
  expect(wanted.filter((pair) => !shown.has(pair))).toEqual([]);
});

/** The numbers of the rules in docs/machine.md. */
const RULES = Array.from({ length: 15 }, (_, index) => index + 1);
