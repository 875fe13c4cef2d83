import type { KnownConnection } from "../definition/connection-type.ts";
import type { Graph } from "../definition/graph.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import type { Problem } from "../definition/problem.ts";
import type { Trigger } from "../definition/trigger.ts";
import { validateGraph } from "./validate-graph.ts";

/** What graphs are checked against. */
export interface KnownParts {
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  /** By name: the connections that the graph names, and some others. Absent: their names are not checked. */
  readonly connections?: ReadonlyMap<string, KnownConnection>;
}

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
