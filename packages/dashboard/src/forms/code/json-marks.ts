import type { Diagnostic } from "@codemirror/lint";
import type { Problem } from "@tempograph/graph";
import { placesOf } from "./json-places.ts";

/** Finding places reads the whole text at once, which takes a second for 5 MB: longer texts have no marks. */
const LONGEST = 1_000_000;

/** Problems at their places in a text of JSON. */
export function marksOf(text: string, problems: readonly Problem[]): readonly Diagnostic[] {
  if (text.length > LONGEST) return [];
  const [first] = problems;
  const [, line, column] = /line (\d+), column (\d+)/.exec(first?.code === "JSON_SYNTAX" ? first.message : "") ?? [];
  if (first !== undefined && line !== undefined) {
    const before = text.split("\n").slice(0, Number(line) - 1);
    const from = Math.min(text.length, before.reduce((sum, one) => sum + one.length + 1, 0) + Number(column) - 1);
    return [
      { from, to: Math.min(text.length, from + 1), severity: "error", message: `${first.message} ${first.hint}` },
    ];
  }
  const places = placesOf(
    text,
    problems.map(({ path }) => path),
  );
  return problems.map(({ severity, message, hint }, index) => ({
    ...(places[index] ?? { from: 0, to: 0 }),
    severity,
    message: `${message} ${hint}`,
  }));
}
