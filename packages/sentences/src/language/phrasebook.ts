import { descriptorOf, parseSentencePattern, type NodeTypeManifest, type PatternPart } from "@tempograph/graph";
import { fieldOf, type Field } from "./field.ts";

export type Pattern = readonly PatternPart[];

/** How nodes of a type are said. */
export interface TypeWording {
  readonly type: string;
  /** Undefined for a type that the catalogue does not have. */
  readonly manifest: NodeTypeManifest | undefined;
  readonly patterns: readonly Pattern[];
  field(name: string): Field;
}

/** A way to say a node: reading tries one after the other. */
export interface Saying {
  readonly wording: TypeWording;
  readonly pattern: Pattern;
}

/** The node types of a catalogue by the words that they are said with. */
export class Phrasebook {
  readonly #wordings = new Map<string, TypeWording>();
  readonly #byFirstWord = new Map<string, Saying[]>();
  readonly #beginningWithField: Saying[] = [];

  constructor(types: ReadonlyMap<string, NodeTypeManifest>) {
    for (const manifest of types.values()) {
      const wording = wordingOf(manifest.type, manifest);
      this.#wordings.set(manifest.type, wording);
      for (const pattern of wording.patterns) this.#add({ wording, pattern });
    }
    // Of two sentences that begin alike the one with more words is meant.
    for (const sayings of [...this.#byFirstWord.values(), this.#beginningWithField])
      sayings.sort((a, b) => wordsIn(b.pattern) - wordsIn(a.pattern));
  }

  #add(saying: Saying): void {
    const [first] = saying.pattern;
    if (first?.kind !== "words") {
      this.#beginningWithField.push(saying);
      return;
    }
    const word = first.words[0]!.toLowerCase();
    this.#byFirstWord.set(word, [...(this.#byFirstWord.get(word) ?? []), saying]);
  }

  wordingOf(type: string): TypeWording {
    return this.#wordings.get(type) ?? wordingOf(type, undefined);
  }

  /** The ways to say a node that can begin with this word, and those that begin with a value. */
  sayings(word: string): readonly Saying[] {
    return [...(this.#byFirstWord.get(word.toLowerCase()) ?? []), ...this.#beginningWithField];
  }

  /** All ways to say a node. */
  all(): readonly Saying[] {
    return [...[...this.#byFirstWord.values()].flat(), ...this.#beginningWithField];
  }
}

export function wordingOf(type: string, manifest: NodeTypeManifest | undefined): TypeWording {
  const kinds = descriptorOf(type)?.fields;
  const known = new Map<string, Field>();
  return {
    type,
    manifest,
    patterns: manifest === undefined ? [] : patternsOf(manifest),
    field(name) {
      const before = known.get(name);
      if (before !== undefined) return before;
      const kind = kinds !== undefined && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
      const field = fieldOf(manifest?.input, name, typeof kind === "object" ? kind.kind : kind);
      known.set(name, field);
      return field;
    },
  };
}

function patternsOf({ sentence, title }: NodeTypeManifest): readonly Pattern[] {
  return (sentence ?? [title.toLowerCase().replaceAll(/[^\p{L}\p{N}'_-]+/gu, " ")]).flatMap((text) => {
    try {
      return [parseSentencePattern(text)];
    } catch {
      // A pack of another version may have a pattern that this one cannot read; the node is then said by its type.
      return [];
    }
  });
}

function wordsIn(pattern: Pattern): number {
  return pattern.reduce((sum, part) => sum + (part.kind === "words" ? part.words.length : 0), 0);
}
