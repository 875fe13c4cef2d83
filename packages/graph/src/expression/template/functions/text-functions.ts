import {
  fail,
  integer,
  json,
  kindOf,
  list,
  optionalText,
  spendPlaces,
  spendSteps,
  spendText,
  text,
} from "./arguments.ts";
import { keyOf } from "./key-of.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

const MAX_LENGTH = 2 ** 31;

export const textFunctions = inGroup("text", [
  {
    name: "upper",
    kind: "method",
    takes: [0],
    declare: ["string.upper(): string"],
    signature: "text.upper() → text",
    description: "Converts all letters to upper case, in every script.",
    example: '"Straße".upper()',
    result: "STRASSE",
    run: (call, [of]) => (spendText(call, 2 * text(call, of).length), text(call, of).toUpperCase()),
  },
  {
    name: "lower",
    kind: "method",
    takes: [0],
    declare: ["string.lower(): string"],
    signature: "text.lower() → text",
    description: "Converts all letters to lower case, in every script.",
    example: '"ÀB".lower()',
    result: "àb",
    run: (call, [of]) => (spendText(call, 2 * text(call, of).length), text(call, of).toLowerCase()),
  },
  {
    name: "capitalize",
    kind: "method",
    takes: [0],
    declare: ["string.capitalize(): string"],
    signature: "text.capitalize() → text",
    description: "Converts the first letter to upper case and leaves the others unchanged.",
    example: '"ada Lovelace".capitalize()',
    result: "Ada Lovelace",
    run: (call, [of]) => {
      const [first = ""] = text(call, of);
      spendText(call, (of as string).length + 2);
      return first.toUpperCase() + (of as string).slice(first.length);
    },
  },
  {
    name: "trim",
    kind: "method",
    takes: [0],
    signature: "text.trim() → text",
    description: "Removes white space at both ends.",
    example: '"  a b ".trim()',
    result: "a b",
  },
  {
    name: "split",
    kind: "method",
    takes: [1, 2],
    signature: "text.split(separator, limit?) → list of texts",
    description:
      "Splits the text at each separator. With a limit there are at most that many parts, and the last part is the rest of the text.",
    example: '"a,b,c".split(",", 2)',
    result: ["a", "b,c"],
    run: split,
  },
  {
    name: "join",
    kind: "method",
    takes: [0, 1],
    declare: ["bool", "int", "double"].flatMap((type) => [
      `list<${type}>.join(): string`,
      `list<${type}>.join(string): string`,
    ]),
    signature: 'list.join(separator = "") → text',
    description: "Joins the elements to one text. They must be texts, numbers or booleans.",
    example: '["a", 1, true].join("-")',
    result: "a-1-true",
    run: join,
  },
  {
    name: "replace",
    kind: "method",
    takes: [2],
    declare: ["string.replace(string, string): string"],
    signature: "text.replace(search, replacement) → text",
    description: "Replaces every occurrence. Both arguments are plain texts and not patterns.",
    example: '"a.b.c".replace(".", "/")',
    result: "a/b/c",
    run: replace,
  },
  {
    name: "startsWith",
    kind: "method",
    takes: [1],
    signature: "text.startsWith(text) → bool",
    description: "Whether the text begins with the other text.",
    example: '"INV-17".startsWith("INV-")',
    result: true,
  },
  {
    name: "endsWith",
    kind: "method",
    takes: [1],
    signature: "text.endsWith(text) → bool",
    description: "Whether the text ends with the other text.",
    example: '"a.pdf".endsWith(".pdf")',
    result: true,
  },
  {
    name: "contains",
    kind: "method",
    takes: [1],
    declare: ["list.contains(dyn): bool"],
    signature: "text.contains(text) → bool, list.contains(value) → bool",
    description: "Whether the text contains the other text, or the list contains an equal element.",
    example: '["vip", "eu"].contains("vip")',
    result: true,
    run: (call, [of, part]) => (Array.isArray(of) ? indexIn(call, of, part) >= 0 : indexInText(call, of, part) >= 0),
  },
  {
    name: "matches",
    kind: "method",
    takes: [1],
    signature: "text.matches(pattern) → bool",
    description:
      "Whether the regular expression (RE2, without captures) matches any part of the text. Write ^…$ to match the whole text. The time depends only on the length of the text.",
    example: '"INV-2026-17".matches("^INV-\\\\d{4}-\\\\d+$")',
    result: true,
  },
  {
    name: "indexOf",
    kind: "method",
    takes: [1, 2],
    declare: ["list.indexOf(dyn): int"],
    signature: "text.indexOf(text, from?) → number, list.indexOf(value) → number",
    description: "The position of the first occurrence, counted from 0; -1 if there is none.",
    example: '["a", "b"].indexOf("b")',
    result: 1,
    run: (call, [of, part, from]) => {
      if (Array.isArray(of) && from === undefined) return BigInt(indexIn(call, of, part));
      const start = from === undefined ? 0 : integer(call, from, 0, MAX_LENGTH);
      return BigInt(indexInText(call, of, part, start));
    },
  },
  {
    name: "lastIndexOf",
    kind: "method",
    takes: [1, 2],
    signature: "text.lastIndexOf(text, from?) → number",
    description: "The position of the last occurrence, counted from 0; -1 if there is none.",
    example: '"a/b/c".lastIndexOf("/")',
    result: 3,
  },
  {
    name: "substring",
    kind: "method",
    takes: [1, 2],
    declare: [
      "string.substring(double): string",
      "string.substring(double, double): string",
      "string.substring(int, double): string",
      "string.substring(double, int): string",
    ],
    signature: "text.substring(start, end?) → text",
    description:
      "The characters from start up to, but not including, end. A position outside the text is an error; use slice to avoid the error.",
    example: '"abcdef".substring(1, 3)',
    result: "bc",
    run: (call, [of, from, to]) => {
      const source = text(call, of);
      const start = integer(call, from, 0, source.length);
      return source.slice(start, to === undefined ? source.length : integer(call, to, start, source.length));
    },
  },
  {
    name: "slice",
    kind: "method",
    takes: [1, 2],
    declare: ["string", "list"].flatMap((type) => [`${type}.slice(dyn): ${type}`, `${type}.slice(dyn, dyn): ${type}`]),
    signature: "text.slice(start, end?) → text, list.slice(start, end?) → list",
    description:
      "The characters or elements from start up to, but not including, end. A negative position counts from the end. Positions outside are cut.",
    example: "[1, 2, 3, 4].slice(-3, 9)",
    result: [2, 3, 4],
    run: (call, [of, from, to]) => {
      const source = Array.isArray(of) ? (of as readonly unknown[]) : text(call, of);
      const start = integer(call, from, -MAX_LENGTH, MAX_LENGTH);
      const end = to === undefined ? source.length : integer(call, to, -MAX_LENGTH, MAX_LENGTH);
      const place = (index: number) =>
        index < 0 ? Math.max(0, source.length + index) : Math.min(index, source.length);
      const length = Math.max(0, place(end) - place(start));
      if (typeof source === "string") spendText(call, length);
      else spendPlaces(call, length);
      return source.slice(start, end);
    },
  },
  {
    name: "truncate",
    kind: "method",
    takes: [1, 2],
    declare: ["string.truncate(dyn): string", "string.truncate(dyn, string): string"],
    signature: 'text.truncate(length, end = "…") → text',
    description: "Cuts the text to at most this many characters. If it was cut, its last characters are those of end.",
    example: '"Tempograph".truncate(6)',
    result: "Tempo…",
    run: (call, [of, length, ending]) => {
      const source = text(call, of);
      const end = optionalText(call, ending, "…");
      const most = integer(call, length, end.length, MAX_LENGTH);
      spendText(call, Math.min(source.length, most));
      if (source.length <= most) return source;
      const cut = source.slice(0, most - end.length);
      // Never cut a surrogate pair in half.
      return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut) + end;
    },
  },
  {
    name: "padStart",
    kind: "method",
    takes: [1, 2],
    declare: ["string.padStart(dyn): string", "string.padStart(dyn, string): string"],
    signature: 'text.padStart(length, fill = " ") → text',
    description: "Fills the text up at the start until it has this many characters.",
    example: 'string(7).padStart(3, "0")',
    result: "007",
    run: (call, [of, length, fill]) => pad(call, of, length, fill, true),
  },
  {
    name: "padEnd",
    kind: "method",
    takes: [1, 2],
    declare: ["string.padEnd(dyn): string", "string.padEnd(dyn, string): string"],
    signature: 'text.padEnd(length, fill = " ") → text',
    description: "Fills the text up at the end until it has this many characters.",
    example: '"ab".padEnd(4, ".")',
    result: "ab..",
    run: (call, [of, length, fill]) => pad(call, of, length, fill, false),
  },
  {
    name: "repeat",
    kind: "method",
    takes: [1],
    declare: ["string.repeat(dyn): string"],
    signature: "text.repeat(times) → text",
    description: "Repeats the text this many times.",
    example: '"ab".repeat(3)',
    result: "ababab",
    run: (call, [of, times]) => {
      const count = integer(call, times, 0, MAX_LENGTH);
      spendText(call, text(call, of).length * count);
      return (of as string).repeat(count);
    },
  },
  {
    name: "upperAscii",
    kind: "method",
    takes: [0],
    signature: "text.upperAscii() → text",
    description: "The standard name of upper in CEL.",
    example: '"a".upperAscii()',
    result: "A",
  },
  {
    name: "lowerAscii",
    kind: "method",
    takes: [0],
    signature: "text.lowerAscii() → text",
    description: "The standard name of lower in CEL.",
    example: '"A".lowerAscii()',
    result: "a",
  },
]);

function split(call: Call, [of, by, limit]: readonly unknown[]): unknown {
  const source = text(call, of);
  const separator = text(call, by);
  const most = limit === undefined ? -1 : integer(call, limit, -1, MAX_LENGTH);
  if (most === 0) return [];
  const count = separator === "" ? source.length : occurrences(call, source, separator) + 1;
  const parts = most < 0 ? count : Math.min(most, count);
  spendPlaces(call, parts);
  spendText(call, source.length);
  if (parts >= count) return source.split(separator);
  const found: string[] = [];
  let position = 0;
  while (found.length < parts - 1) {
    const next = separator === "" ? position + 1 : source.indexOf(separator, position);
    found.push(source.slice(position, next));
    position = next + separator.length;
  }
  return [...found, source.slice(position)];
}

function join(call: Call, [of, by]: readonly unknown[]): string {
  const parts = list(call, of);
  const separator = optionalText(call, by, "");
  spendSteps(call, parts.length >> 2);
  const texts = parts.map((part) => {
    if (typeof part === "string") return part;
    if (typeof part === "number" || typeof part === "bigint" || typeof part === "boolean") return String(part);
    throw fail(
      call,
      `join makes a text of texts, numbers and booleans, and the list has ${kindOf(part)}`,
      "Turn the elements into texts first: .map(x, …)",
    );
  });
  let length = separator.length * Math.max(0, texts.length - 1);
  for (const part of texts) length += part.length;
  spendText(call, length);
  return texts.join(separator);
}

function replace(call: Call, [of, search, replacement]: readonly unknown[]): string {
  const source = text(call, of);
  const wanted = text(call, search);
  const put = text(call, replacement);
  if (wanted === "") throw fail(call, "replace cannot search for an empty text", "Name what is to be replaced");
  const count = occurrences(call, source, wanted);
  spendText(call, source.length + count * (put.length - wanted.length));
  // Not `replaceAll`, for which $ in the replacement is a sign.
  return count === 0 ? source : source.split(wanted).join(put);
}

function occurrences(call: Call, source: string, wanted: string): number {
  spendSteps(call, 1 + (source.length >> 8));
  let count = 0;
  for (let at = source.indexOf(wanted); at >= 0; at = source.indexOf(wanted, at + wanted.length)) {
    // Eight of them cost about as much as visiting one node.
    if ((++count & 7) === 0) spendSteps(call, 1);
  }
  return count;
}

function pad(call: Call, of: unknown, length: unknown, fill: unknown, atStart: boolean): string {
  const source = text(call, of);
  const wanted = integer(call, length, 0, MAX_LENGTH);
  const filling = optionalText(call, fill, " ");
  if (filling === "") throw fail(call, `${call.name} cannot fill with an empty text`, "Name a character");
  spendText(call, Math.max(source.length, wanted));
  return atStart ? source.padStart(wanted, filling) : source.padEnd(wanted, filling);
}

function indexInText(call: Call, of: unknown, part: unknown, from = 0): number {
  const source = text(call, of);
  spendSteps(call, 1 + (source.length >> 8));
  return source.indexOf(text(call, part), from);
}

function indexIn(call: Call, of: readonly unknown[], wanted: unknown): number {
  const key = keyOf(call, json(call, wanted));
  return of.findIndex((item) => keyOf(call, json(call, item)) === key);
}
