import { pointer } from "./json-pointer.ts";
import type { Problem } from "./problem.ts";

/** A number in a JSON text that JavaScript's numbers (IEEE 754 doubles) cannot hold. */
export interface InexactNumber {
  /** As it is written. */
  readonly source: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** JSON Pointer of the value. */
  readonly path: string;
}

const [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x7b, 0x7d, 0x5b, 0x5d];
const [COMMA, MINUS, LETTER_E] = [0x2c, 0x2d, 0x65];
/** What a number has beside digits. */
const NUMBER_SIGNS: ReadonlySet<number> = new Set(["+", "-", ".", "e", "E"].map((sign) => sign.charCodeAt(0)));

/** A text without sixteen digits in a row and without an exponent has no inexact number. This quick test settles most texts. */
const SUSPICIOUS = /\d{16}|\d[eE]/;

/**
 * Finds the numbers of a JSON text that a double would change silently: integers with too many digits
 * (`1234567890123456789` becomes `1234567890123456800`) and numbers outside a double's range (`1e400` becomes infinite,
 * `1e-400` becomes 0). Rounding a fraction to about 17 digits is normal for floating point and no finding.
 * The text must be valid JSON. Takes linear time and stops after `most` findings.
 */
export function findInexactNumbers(text: string, most = 20): readonly InexactNumber[] {
  if (!SUSPICIOUS.test(text)) return [];
  const found: InexactNumber[] = [];
  const open: Opened[] = [];
  let isKey = false;
  for (let at = 0; at < text.length && found.length < most; at++) {
    const code = text.charCodeAt(at);
    const inner = open.at(-1);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      if (isKey && inner !== undefined) Object.assign(inner, { from: at, to: end });
      isKey = false;
      at = end - 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      isKey = code === OPEN_BRACE;
      open.push({ index: isKey ? undefined : 0, from: 0, to: 0 });
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      open.pop();
      isKey = false;
    } else if (code === COMMA) {
      if (inner?.index !== undefined) inner.index += 1;
      else isKey = true;
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, at);
      if (!isShort(text, at, end)) {
        const source = text.slice(at, end);
        if (!isExactNumber(source)) found.push({ source, start: at, path: pathTo(text, open) });
      }
      at = end - 1;
    }
  }
  return found;
}

/** An object or list around the current place: the index of the current item, or where the current key stands in the text. */
interface Opened {
  index: number | undefined;
  from: number;
  to: number;
}

function pathTo(text: string, open: readonly Opened[]): string {
  return pointer(...open.map(({ index, from, to }) => index ?? (JSON.parse(text.slice(from, to)) as string)));
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); isDigit(code) || NUMBER_SIGNS.has(code); code = text.charCodeAt(++at));
  return at;
}

/** Whether the number has so few digits, and so small an exponent, that a double holds it whatever the digits are. Most numbers are. */
function isShort(text: string, start: number, end: number): boolean {
  if (end - start > 15) return false;
  for (let at = start; at < end; at++)
    if ((text.charCodeAt(at) | 0x20) === LETTER_E) return end - at - 1 <= (isDigit(text.charCodeAt(at + 1)) ? 2 : 3);
  return true;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Returns the JSON text with every inexact number replaced by a string of its digits, so that no digit is lost. */
export function inexactNumbersAsTexts(text: string): string {
  let changed = "";
  let position = 0;
  for (const { source, start } of findInexactNumbers(text, Number.POSITIVE_INFINITY)) {
    changed += `${text.slice(position, start)}"${source}"`;
    position = start + source.length;
  }
  return changed + text.slice(position);
}

/** The index behind the closing quote. */
export function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

export function inexactNumberProblem({ source, path }: Pick<InexactNumber, "source" | "path">): Problem {
  const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source;
  const held = Number(source);
  return {
    code: "NUMBER_INEXACT",
    severity: "error",
    path,
    message: `The number ${shown} would become ${Number.isFinite(held) ? held : "infinite"}: a JSON number is read as a 64-bit floating-point number.`,
    hint: `Send it as text: "${shown}".`,
  };
}

/** Whether a double holds the number: see `findInexactNumbers`. */
export function isExactNumber(source: string): boolean {
  const held = Number(source);
  if (!Number.isFinite(held)) return false;
  const { digits, exponent } = partsOf(source);
  if (digits === "") return true;
  if (held === 0) return false;
  if (exponent < 0) return true;
  const own = partsOf(String(held));
  return own.digits === digits && own.exponent === exponent;
}

/** `1200` and `1.2e3` are both the digits 12 times 10 to the 2; zero has no digits. */
function partsOf(source: string): { readonly digits: string; readonly exponent: number } {
  const [mantissa = "", power = "0"] = source.replace(/^-/, "").split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  let end = all.length;
  while (end > 0 && all[end - 1] === "0") end--;
  let begin = 0;
  while (begin < end && all[begin] === "0") begin++;
  return { digits: all.slice(begin, end), exponent: Number(power) - fraction.length + (all.length - end) };
}
