import { parseDuration, type Json, type ScriptedOutcome, type SimulationScript } from "@tempograph/graph";

/** What a person says that a node comes to in a simulation, as it stands in the fields. */
export interface OutcomeChoice {
  /** `madeUp`: an output is made up from the schema of the node type. */
  readonly kind: "madeUp" | "returns" | "fails";
  /** Of `returns`: JSON. */
  readonly output: string;
  /** Of `returns`: the port that it ends on; empty: `out`. */
  readonly port: string;
  /** Of `fails`: the code of the error. */
  readonly code: string;
  /** Virtual time of one attempt, such as `3h`; empty: none. */
  readonly takes: string;
}

export const MADE_UP: OutcomeChoice = { kind: "madeUp", output: "{}", port: "", code: "FAILED", takes: "" };

export type ReadOutcome = { readonly outcome: ScriptedOutcome } | { readonly problem: string };

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
    return {
      outcome: { ...time, output: JSON.parse(output) as Json, ...(port.trim() !== "" && { port: port.trim() }) },
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
