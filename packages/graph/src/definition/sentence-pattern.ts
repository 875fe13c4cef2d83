/**
 * How something is said in a sentence, as words with fields in braces and optional parts in brackets:
 *
 *     notify {toRole} {message}
 *     wait until {until}[ in {timeZone}]
 *
 * `{ms:number}` takes the field only where its value is a number; `{eventType:name}` writes a plain name without quotes.
 * The same pattern makes the text of a graph and reads it back, so words and fields have to be told apart when they are read.
 */
export type SentencePattern = string;

export type PatternPart =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "field"; readonly field: string; readonly only?: "number" | "name" }
  | { readonly kind: "optional"; readonly parts: readonly PatternPart[] };

/** The parts of a pattern. Throws a SyntaxError that says what is wrong. */
export function parseSentencePattern(pattern: SentencePattern): readonly PatternPart[] {
  const parts = partsOf(pattern, pattern);
  if (!parts.some(({ kind }) => kind === "words")) throw new SyntaxError("The sentence has no word of its own");
  return parts;
}

/** The fields that a pattern names; with `needed`, only those outside of its optional parts. */
export function patternFields(parts: readonly PatternPart[], needed = false): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === "field") return [part.field];
    return part.kind === "optional" && !needed ? patternFields(part.parts) : [];
  });
}

const PART =
  /\s*(?:\{(?<field>[A-Za-z_][\w.]*)(?::(?<only>number|name))?\}|\[(?<optional>[^[\]]*)\]|(?<words>[^\s{}[\]]+))/y;
const WORD = /^[\p{L}\p{N}][\p{L}\p{N}'_-]*$/u;

function partsOf(text: string, whole: SentencePattern): PatternPart[] {
  const parts: PatternPart[] = [];
  PART.lastIndex = 0;
  let at = 0;
  while (at < text.trimEnd().length) {
    PART.lastIndex = at;
    const groups = PART.exec(text)?.groups;
    if (groups === undefined)
      throw new SyntaxError(
        `The sentence ${JSON.stringify(whole)} cannot be read from ${JSON.stringify(text.slice(at))} on`,
      );
    at = PART.lastIndex;
    const { field, only, optional, words } = groups;
    if (field !== undefined) {
      parts.push({ kind: "field", field, ...(only !== undefined && { only: only as "number" | "name" }) });
    } else if (optional !== undefined) {
      const inside = partsOf(optional, whole);
      if (inside[0]?.kind !== "words")
        throw new SyntaxError(`The optional part [${optional}] does not begin with a word`);
      PART.lastIndex = at;
      parts.push({ kind: "optional", parts: inside });
    } else if (words !== undefined) {
      if (!WORD.test(words))
        throw new SyntaxError(`${JSON.stringify(words)} is not a word: use letters, digits, "-" and "_"`);
      const last = parts.at(-1);
      if (last?.kind === "words") parts[parts.length - 1] = { kind: "words", words: [...last.words, words] };
      else parts.push({ kind: "words", words: [words] });
    }
  }
  return parts;
}
