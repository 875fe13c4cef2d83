import { piecesText } from "./pieces.ts";
import type { Phrase, Sentences } from "./sentences.ts";

/** Sentences as text, a line each. What is inside of a line is set in below it. */
export function textOf({ triggers, settings, steps }: Sentences): string {
  const lines = settings.map((line) => capitalised(piecesText(line.pieces)));
  const body = linesOf(steps, 1);
  if (triggers.length === 0) return [...lines, "Do:", ...body, ""].join("\n");
  const heads = triggers.map(({ pieces }) => piecesText(pieces));
  return [...lines, ...heads.slice(0, -1), `${heads.at(-1)!}:`, ...body, ""].join("\n");
}

/** One line, without what is inside of it. */
export function lineOf({ pieces, block }: Phrase): string {
  return `${piecesText(pieces)}${block === undefined ? "" : ":"}`;
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function linesOf(phrases: readonly Phrase[], depth: number): readonly string[] {
  return phrases.flatMap((phrase) => [
    `${"  ".repeat(depth)}${lineOf(phrase)}`,
    ...linesOf(phrase.block ?? [], depth + 1),
  ]);
}
