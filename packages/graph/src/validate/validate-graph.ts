import type { Graph } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import { MAX_PROBLEMS } from "../definition/limits.ts";
import type { KnownConnection } from "../definition/connection-type.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { Problem } from "../definition/problem.ts";
import { RULES } from "./rules/index.ts";
import { sortProblems } from "./sort-problems.ts";
import { validationContext, type WorkflowNames } from "./validation-context.ts";

/**
 * Returns all problems of a graph that `parseGraph` has read, sorted by place. Pass the graph as it was sent; this function
 * normalises it itself. Publishing is refused while there are errors; a draft may be saved with them. Paths are JSON
 * Pointers into the graph, and begin with `/triggers` for triggers. Returns at most `MAX_PROBLEMS` problems and then one
 * that counts the rest. Whether a connection exists is only checked where `connections` is given.
 */
export function validateGraph(input: {
  readonly graph: Graph;
  readonly triggers?: readonly Trigger[];
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  readonly workflow?: WorkflowNames;
  readonly connections?: ReadonlyMap<string, KnownConnection>;
}): Problem[] {
  const context = validationContext(input);
  const problems: Problem[] = [];
  for (const rule of RULES) for (const problem of rule(context)) problems.push(problem);
  const sorted = sortProblems(problems);
  if (sorted.length <= MAX_PROBLEMS) return sorted;
  const hidden = sorted.slice(MAX_PROBLEMS);
  return [...sorted.slice(0, MAX_PROBLEMS), tooMany(hidden)];
}

function tooMany(hidden: readonly Problem[]): Problem {
  return {
    code: "TOO_MANY_PROBLEMS",
    // If a problem that is left out is an error, the count must be an error too, so that publishing is refused.
    severity: hidden.some((problem) => problem.severity === "error") ? "error" : "warning",
    path: "",
    message: `There are ${hidden.length} more problems than the ${MAX_PROBLEMS} shown.`,
    hint: "Correct these first, then check again.",
  };
}
