import type { CodeProblem } from "@tempograph/builder/read";
import type { Draft } from "@tempograph/graph";
import { readGraphText } from "./read-graph-text.ts";

export interface ReadCodeText {
  /** Undefined if the code is no workflow. */
  readonly workflow?: Draft;
  /** Why it is none, and where. */
  readonly problem?: CodeProblem;
}

/**
 * Reads builder code that a person has typed or pasted. The parser is loaded when it is needed. TypeScript does not check this code, so that a flow may be
 * given a number or a function where a text belongs: what comes out is read like any other graph.
 */
export async function readCodeText(code: string): Promise<ReadCodeText> {
  const { readBuilder } = await import("@tempograph/builder/read");
  const { workflow: built, problem } = readBuilder(code);
  if (built === undefined) return { problem };
  const { workflow, problems } = readGraphText(JSON.stringify({ ...built.graph, triggers: built.triggers }));
  const [first] = problems;
  if (workflow !== undefined || first === undefined) return workflow === undefined ? {} : { workflow };
  return { problem: { message: first.message, hint: first.hint, from: 0, to: 0 } };
}
