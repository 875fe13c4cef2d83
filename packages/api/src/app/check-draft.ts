import { parseGraph, validateGraph, type Graph, type Problem, type Trigger } from "@tempograph/graph";
import type { KnownParts } from "./known-parts.ts";

export interface CheckedDraft {
  /** Null if the structure of the graph cannot be read. */
  readonly graph: Graph | null;
  /** Errors first. */
  readonly problems: readonly Problem[];
  readonly publishable: boolean;
}

/** All problems that publishing would report for a draft whose triggers have been parsed. */
export function checkDraft(
  draft: { readonly graph: unknown; readonly triggers: readonly Trigger[] },
  known: KnownParts,
  workflow?: { readonly id: string; readonly name: string },
): CheckedDraft {
  const parsed = parseGraph(draft.graph);
  const found = [...parsed.problems];
  if (parsed.graph !== null)
    found.push(
      ...validateGraph({ graph: parsed.graph, triggers: draft.triggers, ...known, ...(workflow && { workflow }) }),
    );
  const errors = found.filter((problem) => problem.severity === "error");
  return {
    graph: parsed.graph,
    problems: [...errors, ...found.filter((problem) => problem.severity !== "error")],
    publishable: parsed.graph !== null && errors.length === 0,
  };
}
