import { type Json, type JsonObject, limits } from "@tempograph/graph";
import { parseExact } from "./exact-number.ts";

/** A value of a column that is larger or nested deeper fits into no event. It is left out before it takes memory, and before it meets what fails at its depth. */
export const MOST_VALUE_BYTES = limits.MAX_VALUE_BYTES;

/** The value of a text of JSON; undefined for one that is too large or nested too deep for an event. */
export function jsonValue(text: string): Json | undefined {
  return text.length > MOST_VALUE_BYTES || isDeep(text) ? undefined : (parseExact(text) as Json);
}

export interface RowOfText {
  readonly row: JsonObject;
  /** Columns whose values are left out. */
  readonly omitted: readonly string[];
}

/** Reads the row that a text of a JSON object has, column by column. A text that was cut off has the columns before the cut. */
export function rowOfText(text: string): RowOfText {
  const row: [string, Json][] = [];
  const omitted: string[] = [];
  for (const [name, part] of membersOf(text)) {
    const value = jsonValue(part);
    if (value === undefined) omitted.push(name);
    else row.push([name, value]);
  }
  return { row: Object.fromEntries(row), omitted };
}

function* membersOf(text: string): Generator<readonly [string, string]> {
  let depth = 0;
  let name = "";
  let from = -1;
  for (const { mark, at, end } of marksOf(text)) {
    if (depth === 1 && from < 0 && mark === '"') name = JSON.parse(text.slice(at, end)) as string;
    if (depth === 1 && from < 0 && mark === ":") from = end;
    if (depth === 1 && from >= 0 && (mark === "," || mark === "}")) {
      yield [name, text.slice(from, at)];
      from = -1;
    }
    depth += depthBy(mark);
  }
}

const MOST_DEPTH = limits.MAX_DEPTH - 4;

/** The row, the change and the event are around a value. */
function isDeep(text: string): boolean {
  if (text.length <= 2 * MOST_DEPTH) return false;
  let depth = 0;
  for (const { mark } of marksOf(text)) {
    depth += depthBy(mark);
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}

function depthBy(mark: string): number {
  if (mark === "{" || mark === "[") return 1;
  return mark === "}" || mark === "]" ? -1 : 0;
}

/** The strings and the punctuation of a text of JSON. No recursion and no regular expression, because both have a limit that such texts exceed. */
function* marksOf(text: string): Generator<{ readonly mark: string; readonly at: number; readonly end: number }> {
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!;
    if (mark === '"') {
      const end = endOfString(text, at);
      if (end < 0) return;
      yield { mark, at, end };
      at = end - 1;
    } else if ("{}[],:".includes(mark)) yield { mark, at, end: at + 1 };
  }
}

/** The position behind the string that begins there; -1: it does not end. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
  return -1;
}
