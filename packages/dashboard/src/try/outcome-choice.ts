import { parseDuration, type Json, type ScriptedOutcome, type SimulationScript } from "@tempograph/graph";
import type { Answer, Answers } from "../machine/simulate-answered.ts";

/** What a person says that a node comes to in a simulation, as it stands in the fields. */
export interface OutcomeChoice {
  /** `madeUp`: an output is made up from the schema of the node type; what waits for a person goes on waiting. */
  readonly kind: "madeUp" | "returns" | "fails" | Answer["kind"];
  /** Of `returns`, and what a person answers: JSON. */
  readonly output: string;
  /** Of `returns`: the port that it ends on; empty: `out`. */
  readonly port: string;
  /** Of `fails`: the code of the error. */
  readonly code: string;
  /** Virtual time of one attempt, or until a person answers, such as `3h`; empty: none. */
  readonly takes: string;
}

export const MADE_UP: OutcomeChoice = { kind: "madeUp", output: "{}", port: "", code: "FAILED", takes: "" };

export type ReadOutcome =
  | { readonly outcome: ScriptedOutcome }
  | { readonly answer: Answer }
  | { readonly problem: string };

/** Reads the fields of a choice. */
export function readOutcome({ kind, output, port, code, takes }: OutcomeChoice): ReadOutcome {
  let takesMs: number | undefined;
  try {
    takesMs = takes.trim() === "" ? undefined : parseDuration(takes.trim());
  } catch {
    return { problem: `${JSON.stringify(takes)} is no duration. Write 500ms, 30s, 3h or 2d.` };
  }
  const time = takesMs === undefined ? {} : { takesMs };
  if (kind === "fails") return { outcome: { ...time, failure: { code: code.trim() || "FAILED", retryable: false } } };
  if (kind === "madeUp") return { outcome: time };
  try {
    const data = JSON.parse(output) as Json;
    if (kind !== "returns") return { answer: { kind, data, afterMs: takesMs ?? 0 } };
    return {
      outcome: { ...time, output: data, ...(port.trim() !== "" && { port: port.trim() }) },
    };
  } catch {
    return { problem: "The output is no JSON. A text is written in quotes." };
  }
}

/** The script of a simulation. A choice that cannot be read counts as made up, and its field says what is wrong. */
export function scriptOf(choices: ReadonlyMap<string, OutcomeChoice>): SimulationScript {
  const outcomes = [...choices].flatMap(([place, choice]): [string, ScriptedOutcome][] => {
    const read = readOutcome(choice);
    return "outcome" in read ? [[place, read.outcome]] : [];
  });
  return { outcomes: Object.fromEntries(outcomes), signals: [], replies: [], operations: [] };
}

/** What people answer in a simulation. */
export function answersOf(choices: ReadonlyMap<string, OutcomeChoice>): Answers {
  const answers = [...choices].flatMap(([place, choice]): [string, Answer][] => {
    const read = readOutcome(choice);
    return "answer" in read ? [[place, read.answer]] : [];
  });
  return Object.fromEntries(answers);
}
