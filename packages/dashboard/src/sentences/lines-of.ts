import { canonicalJson, type Json } from "@tempograph/graph";
import type { Phrase, Sentences } from "@tempograph/sentences";

/** A line of a workflow that is read as text. */
export interface SentenceLine {
  readonly phrase: Phrase;
  /** How far it is set in. */
  readonly depth: number;
  readonly endsWithColon: boolean;
}

/** All lines, one below the other, as the text has them. Lines that stayed as they were keep their identity, so that they need not be drawn again. */
export function linesOf(
  { settings, triggers, steps }: Sentences,
  known: readonly SentenceLine[] = [],
): readonly SentenceLine[] {
  const lines: SentenceLine[] = [];
  const add = (phrases: readonly Phrase[], depth: number, head = false): void => {
    for (const [index, { block, ...phrase }] of phrases.entries()) {
      const endsWithColon = block !== undefined || (head && index === phrases.length - 1);
      lines.push({ phrase, depth, endsWithColon });
      if (block !== undefined) add(block, depth + 1);
    }
  };
  const heads: readonly Phrase[] = triggers.length > 0 ? triggers : [WITHOUT_TRIGGER];
  add(settings, 0);
  add(heads, 0, true);
  add(steps, 1);
  const before = new Map(known.map((line) => [keyOf(line), line]));
  return lines.map((line) => before.get(keyOf(line)) ?? line);
}

const WITHOUT_TRIGGER: Phrase = { kind: "flow", pieces: [{ kind: "words", text: "Do" }] };

function keyOf(line: SentenceLine): string {
  return canonicalJson(line as unknown as Json);
}
