import { branchScenarios } from "./scenarios/branch.ts";
import { failureScenarios } from "./scenarios/failure.ts";
import { flowScenarios } from "./scenarios/flow.ts";
import { waitingScenarios } from "./scenarios/waiting.ts";
import type { Scenario } from "./scenario.ts";

export { checkScenario, type ScenarioResult } from "./check-scenario.ts";
export { edges, graph, node, probe } from "./build.ts";
export { probeManifest, probeOutcome, probePlan, type ProbePlan } from "./probe.ts";
export type { Scenario } from "./scenario.ts";

/** Every rule of the language as scenarios, for any driver. */
export const scenarios: readonly Scenario[] = [
  ...flowScenarios,
  ...branchScenarios,
  ...failureScenarios,
  ...waitingScenarios,
];
