import { applyPatch } from "../definition/json-patch.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Fix } from "../definition/fix.ts";
import type { Problem } from "../definition/problem.ts";
import type { Trigger } from "../definition/trigger.ts";
import { validateGraph } from "./validate-graph.ts";

export interface FixedGraph {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  /** The problems whose fixes were applied. */
  readonly fixed: readonly Problem[];
  /** What is left. */
  readonly problems: readonly Problem[];
}

/** The graph and its triggers after a fix; undefined if they are not those that the fix was made for. */
export function applyFix(
  { graph, triggers }: { readonly graph: Graph; readonly triggers: readonly Trigger[] },
  { patch }: Fix,
): { readonly graph: Graph; readonly triggers: readonly Trigger[] } | undefined {
  const document = applyPatch({ ...(graph as unknown as JsonObject), triggers: triggers as readonly Json[] }, patch);
  if (document === undefined) return undefined;
  const { triggers: changed, ...rest } = document as JsonObject;
  return { graph: rest as unknown as Graph, triggers: changed as unknown as readonly Trigger[] };
}

/** A fix may uncover another problem, and positions move, so the graph is checked again; this bounds how often. */
const MOST_ROUNDS = 20;

/** Applies the fixes that change nothing that was meant, and with `guesses` also the others. */
export function fixProblems(
  input: Parameters<typeof validateGraph>[0],
  { guesses = false }: { readonly guesses?: boolean } = {},
): FixedGraph {
  let { graph, triggers = [] } = input;
  let problems = validateGraph(input);
  const fixed: Problem[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = fixed.length;
    for (const problem of problems) {
      if (problem.fix === undefined || (problem.fix.isGuess === true && !guesses)) continue;
      // Where an earlier fix has moved what this one tests, the next round finds the problem at its new place.
      const after = applyFix({ graph, triggers }, problem.fix);
      if (after === undefined) continue;
      ({ graph, triggers } = after);
      fixed.push(problem);
    }
    if (fixed.length === before) break;
    problems = validateGraph({ ...input, graph, triggers });
  }
  return { graph, triggers, fixed, problems };
}
