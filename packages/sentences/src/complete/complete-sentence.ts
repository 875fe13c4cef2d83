import type { Json, NodeTypeManifest } from "@tempograph/graph";
import type { Field } from "../language/field.ts";
import { Phrasebook } from "../language/phrasebook.ts";
import type { Token } from "../language/token.ts";
import { tokensOf } from "../language/tokens-of.ts";
import { idText, valueText } from "../language/value-text.ts";
import { readSentences } from "../read/read-sentences.ts";
import { Reading, type Wanted } from "../read/reading.ts";

/** What completion knows beside the language itself. */
export interface Vocabulary {
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  /** The paths that conditions can read: `lead.score`, `steps.call.status`. */
  readonly fields?: readonly string[];
  /** Values by the name of the field that takes them: `eventType`, `toRole`, `workflow`, `connection`. */
  readonly values?: { readonly [field: string]: readonly Json[] };
}

/** What can come at a place of a text. */
export interface Completions {
  /** What a completion replaces: from this offset up to that one. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

export interface Completion {
  readonly kind: "words" | "value" | "field" | "name";
  readonly text: string;
  /** The field that the value is for. */
  readonly detail?: string;
}

/** The words, values and names that can stand at an offset, as far as they fit what is written of them already. */
export function completeSentence(text: string, offset: number, vocabulary: Vocabulary): Completions {
  const tokens = tokensOf(text, offset);
  const gap = tokens.find(({ kind }) => kind === "gap")!;
  const reading = new Reading(tokens);
  readSentences(new Phrasebook(vocabulary.types), reading);
  const names = namesIn(tokensOf(text));
  const items = new Map<string, Completion>();
  for (const wanted of reading.wantedAtGap) {
    for (const item of itemsOf(wanted, vocabulary, names)) {
      const fits = item.text.toLowerCase().startsWith(gap.text.toLowerCase());
      if (fits && !items.has(item.text)) items.set(item.text, item);
    }
  }
  return { from: gap.from, to: gap.to, items: [...items.values()] };
}

function itemsOf(
  wanted: Wanted,
  { fields = [], values = {} }: Vocabulary,
  names: readonly string[],
): readonly Completion[] {
  switch (wanted.kind) {
    case "words":
      return [{ kind: "words", text: wanted.words }];
    case "path":
      return fields.map((text) => ({ kind: "field", text }));
    case "id":
      return names.map((text) => ({ kind: "name", text }));
    case "value":
      return valuesOf(wanted.field, values);
  }
}

function valuesOf(field: Field, values: NonNullable<Vocabulary["values"]>): readonly Completion[] {
  const { name, type, options } = field;
  const known = [...(options ?? []), ...(name !== undefined && Object.hasOwn(values, name) ? values[name]! : [])];
  const texts = known.map((value) => valueText(value, field));
  if (type === "boolean") texts.push("true", "false");
  if (texts.length === 0 && (type === "text" || type === "name")) texts.push('""');
  return texts.map((text) => ({ kind: "value", text, ...(name !== undefined && { detail: name }) }));
}

/** The names that the text gives to its steps. */
function namesIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ kind, text, value }, index) => {
    const before = tokens[index - 1];
    if (before?.kind !== "word" || before.text !== "as") return [];
    return kind === "word" ? [idText(text)] : kind === "string" ? [idText(value as string)] : [];
  });
}
