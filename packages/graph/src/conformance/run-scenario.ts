import { compile } from "../compile/compile.ts";
import type { Program } from "../interpret/state/program.ts";
import { freeze } from "../compile/freeze.ts";
import type { ExecutionLimits } from "../definition/execution-limits.ts";
import type { EventData, Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { runLocally, type LocalRunOptions, type LocalRunResult } from "../simulate/local-runner.ts";
import { answerOf, isCallerType } from "./answers.ts";
import { probeManifest, probeOutcome } from "./probe.ts";
import type { Scenario } from "./scenario.ts";

const types: ReadonlyMap<string, NodeTypeManifest> = new Map(
  [...coreNodeTypes, probeManifest].map((type) => [type.type, type]),
);

export function scenarioProgram(name: string, graph: Graph, limits?: Partial<ExecutionLimits>): Program {
  const definition = freeze({ graph, types, workflow: { id: "wf", name, version: 1 } });
  return compile(limits === undefined ? definition : { ...definition, limits });
}

export function scenarioEvent(payload: Json | undefined): EventData {
  return { id: "evt", type: "test", source: "conformance", time: "2026-01-01T00:00:00.000Z", data: payload ?? {} };
}

/**
 * Runs a scenario on the local runner, in virtual time.
 *
 * @param changes options of the runner that replace those of the scenario
 */
export function runScenario(scenario: Scenario, changes: Partial<LocalRunOptions> = {}): Promise<LocalRunResult> {
  const { name, graph, limits, payload, signals, replies, operations, seed, continueAsNewEvery, cancelAfterMs } =
    scenario;
  return runLocally(scenarioProgram(name, graph, limits), scenarioEvent(payload), {
    runStep: (step, attempt) =>
      isCallerType(step.type) ? { output: answerOf(scenario, step) } : probeOutcome(step.input, attempt),
    ...(signals && { signals }),
    ...(replies && { replies }),
    ...(operations && { operations }),
    ...(seed && { seed }),
    ...(continueAsNewEvery !== undefined && { continueAsNewEvery }),
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...changes,
  });
}
