import type { NodeTypeManifest, Draft } from "@tempograph/graph";
import {
  compareSentences,
  keepLayout,
  parseSentences,
  placeOf,
  sentencesOf,
  type ComparedLine,
  type TextProblem,
} from "@tempograph/sentences";
import { LONGEST_TEXT } from "./longest-text.ts";

export interface DraftText {
  readonly text: string;
  /** The workflow that the text changes. What a text cannot say, such as the places of nodes, is taken from it. */
  readonly before: Draft;
}

export interface PlacedProblem extends TextProblem {
  readonly line: number;
  readonly column: number;
}

export interface ReadDraft {
  /** Undefined if something could not be read. */
  readonly draft?: Draft;
  /** The first ones. */
  readonly problems: readonly PlacedProblem[];
  /** What the text changes, line by line. */
  readonly lines: readonly ComparedLine[];
}

const MOST_PROBLEMS = 100;

/** Reads a workflow that a person types or pastes as text. */
export function readDraftText({ text, before }: DraftText, types: ReadonlyMap<string, NodeTypeManifest>): ReadDraft {
  if (text.length > LONGEST_TEXT) return { problems: [tooLong(text)], lines: [] };
  const { problems, ...said } = parseSentences(text, types);
  if (problems.length > 0) {
    const first = problems.slice(0, MOST_PROBLEMS);
    return { problems: first.map((problem) => ({ ...problem, ...placeOf(text, problem.from) })), lines: [] };
  }
  const draft = keepLayout(before, said);
  const lines = compareSentences(
    sentencesOf(before.graph, before.triggers, types),
    sentencesOf(draft.graph, draft.triggers, types),
  );
  return { draft, problems: [], lines };
}

function tooLong({ length }: string): PlacedProblem {
  return {
    message: `The text has ${length.toLocaleString("en")} characters. At most ${LONGEST_TEXT.toLocaleString("en")} are read.`,
    hint: "Take a part of it away, or split the workflow into several that call each other.",
    ...{ from: 0, to: 0, line: 1, column: 1 },
  };
}
