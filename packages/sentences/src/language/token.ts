import type { Json } from "@tempograph/graph";

/** A part of a text: a word, a value, a sign, or how a line stands to the one before it. */
export interface Token {
  readonly kind:
    | "word"
    | "number"
    | "string"
    | "json"
    /** Signs such as `:` and `>=`. */
    | "sign"
    /** The next line is set in as far as this one. */
    | "newline"
    /** The next line is set in further. */
    | "indent"
    /** The lines that were set in end; each ends one level, and a `newline` follows. */
    | "dedent"
    | "end"
    /** Where completion is asked for. */
    | "gap"
    /** What cannot be a part of a sentence; `text` says why. */
    | "broken";
  readonly text: string;
  /** Of numbers, strings and JSON. */
  readonly value?: Json;
  /** Where it begins and ends in the text. */
  readonly from: number;
  readonly to: number;
}
