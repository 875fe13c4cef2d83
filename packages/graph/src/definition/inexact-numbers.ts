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
  const open: { key: string | number }[] = [];
  let isKey = false;
  for (let at = 0; at < text.length && found.length < most; at++) {
    const character = text[at] as string;
    const inner = open.at(-1);
    if (character === '"') {
      const end = endOfText(text, at);
      if (isKey && inner !== undefined) inner.key = JSON.parse(text.slice(at, end)) as string;
      isKey = false;
      at = end - 1;
    } else if (character === "{") {
      open.push({ key: "" });
      isKey = true;
    } else if (character === "[") {
      open.push({ key: 0 });
      isKey = false;
    } else if (character === "}" || character === "]") {
      open.pop();
      isKey = false;
    } else if (character === ",") {
      if (typeof inner?.key === "number") inner.key += 1;
      else isKey = true;
    } else if (character === "-" || (character >= "0" && character <= "9")) {
      NUMBER.lastIndex = at;
      const source = NUMBER.exec(text)?.[0] ?? character;
      if (!isExactNumber(source)) found.push({ source, start: at, path: pointer(...open.map(({ key }) => key)) });
      at += source.length - 1;
    }
  }
  return found;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

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
function endOfText(text: string, start: number): number {
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
