import type { Field } from "../language/field.ts";
import type { Token } from "../language/token.ts";

/** What could stand at a place: words of the language, the value of a field, or the path of a field of the data. */
export type Wanted =
  | { readonly kind: "words"; readonly words: string }
  | { readonly kind: "value"; readonly field: Field }
  | { readonly kind: "path" }
  | { readonly kind: "id" };

/**
 * The tokens of a text, and what readers would have taken where they could not go on. Positions are indices of tokens. Readers do not
 * change anything, so that they can try one way after the other; the place that a reader got furthest to is where the problem is.
 */
export class Reading {
  readonly tokens: readonly Token[];
  readonly #gap: number;
  #furthest = 0;
  #wanted: Wanted[] = [];
  readonly #wantedAtGap: Wanted[] = [];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.#gap = tokens.findIndex(({ kind }) => kind === "gap");
  }

  at(position: number): Token {
    return this.tokens[Math.min(position, this.tokens.length - 1)]!;
  }

  want(position: number, wanted: Wanted): void {
    if (position === this.#gap) this.#wantedAtGap.push(wanted);
    if (position > this.#furthest) {
      this.#furthest = position;
      this.#wanted = [];
    }
    if (position === this.#furthest) this.#wanted.push(wanted);
  }

  /** The position behind these words, or null. Upper and lower case are the same. */
  words(position: number, words: readonly string[]): number | null {
    for (const [index, word] of words.entries()) {
      const token = this.at(position + index);
      if (token.kind === "word" && token.text.toLowerCase() === word.toLowerCase()) continue;
      if (token.kind === "number" && token.text === word) continue;
      this.want(position + index, { kind: "words", words: words.slice(index).join(" ") });
      return null;
    }
    return position + words.length;
  }

  /** The position behind this sign, or null. */
  sign(position: number, sign: string): number | null {
    const token = this.at(position);
    if (token.kind === "sign" && token.text === sign) return position + 1;
    this.want(position, { kind: "words", words: sign });
    return null;
  }

  get furthest(): number {
    return this.#furthest;
  }

  get wanted(): readonly Wanted[] {
    return this.#wanted;
  }

  get wantedAtGap(): readonly Wanted[] {
    return this.#wantedAtGap;
  }

  /** Forgets how far readers got: a new sentence begins. */
  begin(position: number): void {
    this.#furthest = position;
    this.#wanted = [];
  }
}

/** A value, and the position behind it. */
export interface Read<T> {
  readonly value: T;
  readonly at: number;
}
