import { applyPatch } from "../definition/json-patch.ts";
import type { Draft } from "../definition/draft.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Fix } from "../definition/fix.ts";
import type { Problem } from "../definition/problem.ts";
import type { Trigger } from "../definition/trigger.ts";
import { validateGraph } from "./validate-graph.ts";

export interface FixedGraph extends Draft {
  /** The problems whose fixes were applied. */
  readonly fixed: readonly Problem[];
  /** What is left. */
  readonly problems: readonly Problem[];
}

/** The graph and its triggers after a fix; undefined if they are not those that the fix was made for. */
export function applyFix({ graph, triggers }: Draft, { patch }: Fix): Draft | undefined {
  const document = applyPatch({ ...(graph as unknown as JsonObject), triggers: triggers as readonly Json[] }, patch);
  if (document === undefined) return undefined;
  const { triggers: changed, ...rest } = document as JsonObject;
  return { graph: rest as unknown as Graph, triggers: changed as unknown as readonly Trigger[] };
}

/** What carries a fix: a problem of this package, or one that the API has told. */
interface Fixable {
  readonly fix?: Fix | null;
}

/** Applies the fixes of problems that were found together: those that change nothing that was meant, and with `guesses` also the others. */
export function applyFixes<P extends Fixable>(
  checked: Draft,
  problems: readonly P[],
  { guesses = false }: { readonly guesses?: boolean } = {},
): Draft & { readonly fixed: readonly P[] } {
  let { graph, triggers } = checked;
  const fixed: P[] = [];
  for (const problem of problems) {
    if (problem.fix == null || (problem.fix.isGuess === true && !guesses)) continue;
    // Where an earlier fix has moved what this one tests, the next check finds the problem at its new place.
    const after = applyFix({ graph, triggers }, problem.fix);
    if (after === undefined) continue;
    ({ graph, triggers } = after);
    fixed.push(problem);
  }
  return { graph, triggers, fixed };
}

/** A fix may uncover another problem, and positions move, so the graph is checked again; this bounds how often. */
const MOST_ROUNDS = 20;

/** Applies the fixes that change nothing that was meant, and with `guesses` also the others. */
export function fixProblems(
  input: Parameters<typeof validateGraph>[0],
  options: { readonly guesses?: boolean } = {},
): FixedGraph {
  let { graph, triggers = [] } = input;
  let problems = validateGraph(input);
  const fixed: Problem[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const applied = applyFixes({ graph, triggers }, problems, options);
    if (applied.fixed.length === 0) break;
    ({ graph, triggers } = applied);
    fixed.push(...applied.fixed);
    problems = validateGraph({ ...input, graph, triggers });
  }
  return { graph, triggers, fixed, problems };
}
