import { isObject, parseGraph, parseJsonText, parseTriggers, type Problem, type Draft } from "@tempograph/graph";

export interface ReadGraph {
  /** Undefined if the text is no graph. */
  readonly workflow?: Draft;
  /** Why it is none. A graph that is one may still have problems, which `checkGraph` finds. */
  readonly problems: readonly Problem[];
}

/** Reads what a person has typed or pasted. */
export function readGraphText(text: string): ReadGraph {
  const { value, problems } = parseJsonText(text);
  if (problems.length > 0) return { problems };
  const { triggers: given = [], ...rest } = isObject(value) ? value : {};
  const read = parseGraph(isObject(value) ? rest : value);
  const triggers = parseTriggers(given);
  const errors = [...read.problems, ...triggers.problems].filter(({ severity }) => severity === "error");
  if (read.graph === null || errors.length > 0) return { problems: errors };
  return { workflow: { graph: read.graph, triggers: triggers.triggers }, problems: [] };
}
