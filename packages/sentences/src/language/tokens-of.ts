import type { Json } from "@tempograph/graph";
import type { Token } from "./token.ts";

const SPACE = /[^\S\n]*(?:#(?=[\s]|$)[^\n]*)?/y;
const LINE_START = /(?:[^\S\n]*(?:#(?=\s|$)[^\n]*)?\n)*([^\S\n]*)(?:(?:[-•]|\d+(?:\.\d+)*[.)])(?=[^\S\n]))?/y;
const SIGN = /[<>=!]=?=?|[(),;:]/y;
const WORD = /(?:[^\s"“”{}[\](),;:<>=!]|:(?=[^\s"“{[]))+/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const SMART_STRING = /“([^”\n]*)”/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The tokens of a text. Lines that are set in further than the line before make a block, as in Python. What stands between `{` and `}` or
 * `[` and `]` is JSON, over several lines if need be. Bullets before a line, and comments from `#` on, mean nothing. If `gap` is
 * given, the word that ends at this offset is replaced by a token of the kind `gap`, behind which nothing is read.
 */
export function tokensOf(text: string, gap?: number): readonly Token[] {
  return new Lexer(gap === undefined ? text : text.slice(0, gap), gap !== undefined).tokens();
}

/** How far the lines of a block are set in. */
interface Level {
  readonly least: number;
  most: number;
}

class Lexer {
  readonly #text: string;
  readonly #hasGap: boolean;
  readonly #tokens: Token[] = [];
  readonly #levels: Level[] = [{ least: 0, most: 0 }];
  #at = 0;

  constructor(text: string, hasGap: boolean) {
    this.#text = text;
    this.#hasGap = hasGap;
  }

  tokens(): readonly Token[] {
    this.#beginLine();
    while (this.#at < this.#text.length) {
      this.#match(SPACE);
      if (this.#text[this.#at] === "\n") this.#beginLine();
      else if (this.#at < this.#text.length) this.#readOne();
    }
    if (this.#hasGap) this.#readGap();
    this.#push("end", "", this.#text.length);
    return this.#tokens;
  }

  /** The word that is being written is what completion replaces. */
  #readGap(): void {
    const last = this.#tokens.at(-1);
    const isPartial = last !== undefined && last.kind === "word" && last.to === this.#text.length;
    if (isPartial) this.#tokens.pop();
    const from = isPartial ? last.from : this.#text.length;
    this.#tokens.push({ kind: "gap", text: this.#text.slice(from), from, to: this.#text.length });
  }

  #beginLine(): void {
    const from = this.#at;
    if (this.#text[from] === "\n") this.#at += 1;
    const indent = this.#match(LINE_START)?.[1]?.replaceAll("\t", "    ").length ?? 0;
    const isBlank = this.#at >= this.#text.length && !this.#hasGap;
    if (isBlank || this.#tokens.length === 0) {
      this.#levels[0] = { least: indent, most: indent };
      return;
    }
    if (indent > this.#levels.at(-1)!.most) {
      this.#levels.push({ least: indent, most: indent });
      this.#push("indent", "", from);
      return;
    }
    while (this.#levels.length > 1 && indent < this.#levels.at(-1)!.least) {
      this.#levels.pop();
      this.#push("dedent", "", from);
    }
    // A line that is set in between two levels belongs to the outer one.
    this.#levels.at(-1)!.most = Math.max(indent, this.#levels.at(-1)!.most);
    this.#push("newline", "", from);
  }

  #readOne(): void {
    const from = this.#at;
    const first = this.#text[from]!;
    if (first === '"') this.#readString(from);
    else if (first === "“") this.#readSmartString(from);
    else if (first === "{" || first === "[") this.#readJson(from);
    else {
      const word = this.#match(WORD)?.[0];
      if (word !== undefined) this.#pushWord(word, from);
      else {
        const sign = this.#match(SIGN)?.[0];
        this.#at = sign === undefined ? from + 1 : this.#at;
        this.#push(sign === undefined ? "broken" : "sign", sign ?? `${first} has no meaning here`, from);
      }
    }
  }

  /** A full stop at the end of a sentence does not belong to its last word. */
  #pushWord(word: string, from: number): void {
    if (word === ".") {
      this.#push("sign", word, from);
      return;
    }
    const isStopped = /[^.]\.$/.test(word) && !NUMBER.test(word);
    const text = isStopped ? word.slice(0, -1) : word;
    const to = from + text.length;
    this.#at = to;
    if (NUMBER.test(text)) this.#tokens.push({ kind: "number", text, value: Number(text), from, to });
    else this.#tokens.push({ kind: "word", text, from, to });
  }

  #readString(from: number): void {
    const text = this.#match(STRING)?.[0];
    if (text === undefined) {
      this.#at = endOfLine(this.#text, from);
      this.#push("broken", 'The text has no closing quotation mark "', from);
      return;
    }
    this.#pushParsed("string", text, from, "The text in quotation marks is not written as in JSON");
  }

  #readSmartString(from: number): void {
    const text = this.#match(SMART_STRING)?.[1];
    if (text === undefined) {
      this.#at = endOfLine(this.#text, from);
      this.#push("broken", "The text has no closing quotation mark ”", from);
      return;
    }
    this.#tokens.push({ kind: "string", text, value: text, from, to: this.#at });
  }

  #readJson(from: number): void {
    this.#at = endOfJson(this.#text, from);
    this.#pushParsed("json", this.#text.slice(from, this.#at), from, "This is not JSON");
  }

  #pushParsed(kind: "string" | "json", text: string, from: number, problem: string): void {
    try {
      this.#tokens.push({ kind, text, value: JSON.parse(text) as Json, from, to: this.#at });
    } catch {
      this.#push("broken", problem, from);
    }
  }

  #push(kind: Token["kind"], text: string, from: number): void {
    this.#tokens.push({ kind, text, from, to: Math.max(from, this.#at) });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}

/** Behind the bracket that closes the one at `from`; the end of the text if there is none. */
function endOfJson(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
