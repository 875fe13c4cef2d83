import {
  checkDraft,
  diffGraphs,
  nextTimes,
  parseTriggers,
  renderInput,
  readSchedule,
  scheduleProblems,
  scheduleWords,
  simulateDefinition,
  traceMatch,
  validateGraph,
  type CheckedDraft,
  type EventData,
  type Json,
  type MatchToTrace,
  type MatchTrace,
  type Problem,
  type ScheduleConfig,
  type Simulation,
  type SimulationRequest,
  type Draft,
} from "@tempograph/graph";
import { keepLayout, parseSentences, placeOf, sentencesOf } from "@tempograph/sentences";
import { makeVersion } from "../app/make-version.ts";
import { runMachineNode } from "../app/node-run/run-machine-node.ts";
import { compareTriggers } from "../app/what-if/compare-triggers.ts";

/** What threads of the pool do: everything whose cost depends on the graph that a caller sends. Nothing here may read or write anything. */
export const tasks = {
  checkDraft: problemsOf,
  compareTriggers,
  diffGraphs,
  makeVersion,
  renderInput,
  runMachineNode,
  scheduleTimes,
  sentencesOf,
  simulateDefinition: simulated,
  traceMatches,
  workflowOfText,
};

/** Without the graph, which the caller has: copying a large value between threads takes as long as reading it. */
function problemsOf(...args: Parameters<typeof checkDraft>): Omit<CheckedDraft, "graph"> {
  const { problems, publishable } = checkDraft(...args);
  return { problems, publishable };
}

/** Without the trace: the answer has what callers need of it. */
async function simulated(
  request: SimulationRequest,
): Promise<{ simulation: Simulation } | { refused: readonly Problem[] }> {
  const found = await simulateDefinition(request, () => performance.now());
  return "refused" in found ? found : { simulation: found.simulation };
}

/** Why the triggers of workflows took an event, or did not. */
function traceMatches(event: EventData, matches: readonly Omit<MatchToTrace, "event">[]): readonly MatchTrace[] {
  return matches.map((match) => traceMatch({ ...match, event }));
}

/** What a schedule means, from `now` on: in words, and its next times. With problems there are none. */
function scheduleTimes(config: Json, now: number, count: number) {
  const parsed = parseTriggers([{ kind: "schedule", config }]);
  const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };
  const found = [...parsed.problems, ...validateGraph({ graph, triggers: parsed.triggers, types: new Map() })]
    .filter(({ path }) => path.startsWith("/triggers/0"))
    .map(({ fix: _, ...problem }) => ({ ...problem, path: problem.path.slice("/triggers/0".length) }));
  const schedule = config as ScheduleConfig;
  const problems = found.length > 0 ? found : scheduleProblems(schedule, "/config", now);
  const { rules } = problems.length > 0 ? { rules: undefined } : readSchedule(schedule);
  if (rules === undefined) return { problems, words: null, times: [] };
  return { problems, words: scheduleWords(schedule), times: nextTimes(rules, now, count) };
}

/** A text as a workflow. What a text cannot say is taken from `before`. Problems say their line and column. */
function workflowOfText(text: string, types: Parameters<typeof sentencesOf>[2], before: Draft | null) {
  const { problems, ...said } = parseSentences(text, types);
  const { graph, triggers } = before === null ? said : keepLayout(before, said);
  return { graph, triggers, problems: problems.map((problem) => ({ ...problem, ...placeOf(text, problem.from) })) };
}

export type Tasks = typeof tasks;

/** The entry of a thread. */
export async function runTask({ name, args }: { readonly name: keyof Tasks; readonly args: unknown[] }) {
  return await (tasks[name] as (...args: unknown[]) => unknown)(...args);
}
