import { approvalScenarios } from "./scenarios/approval.ts";
import { branchScenarios } from "./scenarios/branch.ts";
import { callScenarios } from "./scenarios/call.ts";
import { compensationScopeScenarios } from "./scenarios/compensation-scopes.ts";
import { compensationScenarios } from "./scenarios/compensation.ts";
import { continueAsNewOpenScenarios } from "./scenarios/continue-as-new-open.ts";
import { continueAsNewScenarios } from "./scenarios/continue-as-new.ts";
import { dataScenarios } from "./scenarios/data.ts";
import { executionLimitScenarios } from "./scenarios/execution-limits.ts";
import { failureScenarios } from "./scenarios/failure.ts";
import { flowScenarios } from "./scenarios/flow.ts";
import { forEachFailureScenarios } from "./scenarios/for-each-failure.ts";
import { forEachScenarios } from "./scenarios/for-each.ts";
import { gateScenarios } from "./scenarios/gate.ts";
import { incidentScenarios } from "./scenarios/incident.ts";
import { limitScenarios } from "./scenarios/limits.ts";
import { lockScenarios } from "./scenarios/lock.ts";
import { loopScenarios } from "./scenarios/loops.ts";
import { meetingScenarios } from "./scenarios/meetings.ts";
import { orderScenarios } from "./scenarios/order.ts";
import { parallelScenarios } from "./scenarios/parallel.ts";
import { patternScenarios } from "./scenarios/patterns.ts";
import { raceEndScenarios } from "./scenarios/race-end.ts";
import { raceScenarios } from "./scenarios/race.ts";
import { seedScenarios } from "./scenarios/seed.ts";
import { switchScenarios } from "./scenarios/switch.ts";
import { tryNestedScenarios } from "./scenarios/try-nested.ts";
import { tryScenarios } from "./scenarios/try.ts";
import { waitScenarios } from "./scenarios/waits.ts";
import { waitingScenarios } from "./scenarios/waiting.ts";
import type { Scenario } from "./scenario.ts";

export { answerOf, CALLER_TYPES, isCallerType } from "./answers.ts";
export { checkScenario, type ScenarioResult } from "./check-scenario.ts";
export { edges, failing, graph, inside, node, probe, start } from "./build.ts";
export { happened } from "./happened.ts";
export { probeManifest, probeOutcome, probePlan, type ProbePlan } from "./probe.ts";
export { runScenario, scenarioEvent, scenarioProgram } from "./run-scenario.ts";
export { FINAL_KINDS, OPERATOR } from "./scenario.ts";
export type { Moment, Scenario, ScriptedReply, ScriptedSignal, ScriptedOperation } from "./scenario.ts";

/** The scenarios for all rules of the language. Every driver must pass them. */
export const scenarios: readonly Scenario[] = [
  ...flowScenarios,
  ...branchScenarios,
  ...switchScenarios,
  ...failureScenarios,
  ...waitingScenarios,
  ...orderScenarios,
  ...dataScenarios,
  ...forEachScenarios,
  ...forEachFailureScenarios,
  ...loopScenarios,
  ...raceScenarios,
  ...raceEndScenarios,
  ...tryScenarios,
  ...tryNestedScenarios,
  ...parallelScenarios,
  ...lockScenarios,
  ...waitScenarios,
  ...approvalScenarios,
  ...incidentScenarios,
  ...compensationScenarios,
  ...compensationScopeScenarios,
  ...gateScenarios,
  ...continueAsNewScenarios,
  ...continueAsNewOpenScenarios,
  ...callScenarios,
  ...seedScenarios,
  ...limitScenarios,
  ...executionLimitScenarios,
  ...patternScenarios,
  ...meetingScenarios,
];
