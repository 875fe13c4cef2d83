import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { freeze } from "../definition/freeze.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { runLocally } from "../simulate/local-runner.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { checkScenario, probeManifest, probeOutcome, scenarios } from "./index.ts";

const types = new Map<string, NodeTypeManifest>([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));

test.each(scenarios)("local runner: $name", async (scenario) => {
  const { graph, payload } = scenario;
  expect(validateGraph({ graph, types }).filter((problem) => problem.severity === "error")).toEqual([]);
  const program = compile(freeze({ graph, types, workflow: { id: "wf", name: scenario.name, version: 1 } }));
  const event = {
    id: "evt",
    type: "test",
    source: "conformance",
    time: "2026-01-01T00:00:00.000Z",
    data: payload ?? {},
  };
  const result = await runLocally(program, event, {
    runStep: (step, attempt) => probeOutcome(step.input, attempt),
    ...(scenario.signals && { signals: scenario.signals }),
    ...(scenario.cancelAfterMs !== undefined && { cancelAfterMs: scenario.cancelAfterMs }),
  });
  expect(checkScenario(scenario, result)).toEqual([]);
});
