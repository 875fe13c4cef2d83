/** A value that a rule compares with. */
export type Scalar = string | number | boolean | null;

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** What a person means who types a value: 80 is a number, CEO a text, "80" in quotes a text. */
export function parseScalar(text: string): Scalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (NUMBER.test(text) && String(Number(text)) === text) return Number(text);
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) return parseQuoted(text);
  return text;
}

/** The value as a person types it: a text stands in quotes only if it would be taken for something else. */
export function printScalar(value: Scalar): string {
  if (typeof value !== "string") return String(value);
  return parseScalar(value) === value ? value : JSON.stringify(value);
}

function parseQuoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
