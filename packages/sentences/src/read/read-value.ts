import { parseDuration, type Json } from "@tempograph/graph";
import type { Field } from "../language/field.ts";
import { LITERALS } from "../language/value-text.ts";
import { readCondition } from "./read-condition.ts";
import type { Read, Reading } from "./reading.ts";

/**
 * The ways to read the value of a field, the longest first. With `quoted`, a text has to stand in quotation marks; else one word
 * without them is a text as well, as in `notify Sales "…"`.
 */
export function* readValue(reading: Reading, at: number, field: Field, quoted = false): Generator<Read<Json>> {
  if (field.type === "condition") {
    const condition = readCondition(reading, at);
    if (condition !== null) yield condition;
    return;
  }
  if (field.type === "variables") yield* readVariables(reading, at);
  if (field.type === "duration") {
    const duration = readDuration(reading, at);
    if (duration !== null) yield duration;
  }
  const token = reading.at(at);
  reading.want(at, { kind: "value", field });
  if (token.value !== undefined) yield { value: token.value, at: at + 1 };
  else if (token.kind === "word") yield* readWord(token.text, at, field, quoted);
}

function* readWord(text: string, at: number, field: Field, quoted: boolean): Generator<Read<Json>> {
  if (LITERALS.has(text)) yield { value: LITERALS.get(text)!, at: at + 1 };
  const option = field.options?.find((one) => typeof one === "string" && one.toLowerCase() === text.toLowerCase());
  if (option !== undefined) yield { value: option, at: at + 1 };
  else if (!quoted && BARE.has(field.type) && !LITERALS.has(text)) yield { value: text, at: at + 1 };
}

/** Types of fields that take a word without quotation marks as a text. */
const BARE: ReadonlySet<Field["type"]> = new Set(["text", "name", "json"]);

const FULL_UNIT = /^(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?)$/i;
const SHORT_UNIT = /^(?:ms|s|secs?|m|mins?|h|hrs?|d|w)$/i;

/** `2 hours` and `1 hour 30 minutes` are milliseconds; `2h` stays a text, and so does `2 h`. */
function readDuration(reading: Reading, from: number): Read<Json> | null {
  const token = reading.at(from);
  if (token.kind === "word" && /^\d/.test(token.text) && isDuration(token.text))
    return { value: token.text, at: from + 1 };
  let at = from;
  let words = "";
  while (
    reading.at(at).kind === "number" &&
    reading.at(at + 1).kind === "word" &&
    FULL_UNIT.test(reading.at(at + 1).text)
  ) {
    words += `${reading.at(at).text} ${reading.at(at + 1).text} `;
    at += 2;
  }
  if (words !== "" && isDuration(words)) return { value: parseDuration(words), at };
  const unit = reading.at(from + 1);
  if (token.kind !== "number") return null;
  if (unit.kind === "word" && SHORT_UNIT.test(unit.text)) {
    const text = `${token.text}${unit.text}`;
    if (isDuration(text)) return { value: text, at: from + 2 };
  }
  reading.want(from + 1, { kind: "words", words: "seconds" });
  reading.want(from + 1, { kind: "words", words: "minutes" });
  reading.want(from + 1, { kind: "words", words: "hours" });
  reading.want(from + 1, { kind: "words", words: "days" });
  return null;
}

function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
}

/** `total to 3 and name to "a"`. */
function* readVariables(reading: Reading, from: number): Generator<Read<Json>> {
  const pairs = readPairs(reading, from, ["to"], () => ({ type: "json" }));
  if (pairs !== null) yield { value: Object.fromEntries(pairs.value) as Json, at: pairs.at };
}

/** Names with values, joined by "and": `a to 1 and b to 2`, or `a 1 and b 2` without a word between. */
export function readPairs(
  reading: Reading,
  from: number,
  between: readonly string[],
  fieldOf: (name: string) => Field,
): Read<readonly (readonly [string, Json])[]> | null {
  const pairs: [string, Json][] = [];
  let end: number | null = null;
  let at: number | null = from;
  while (at !== null) {
    const name = reading.at(at);
    if (name.kind !== "word" && name.kind !== "string") break;
    const behind = reading.words(at + 1, between);
    if (behind === null) break;
    const key = name.kind === "word" ? name.text : (name.value as string);
    const value: Read<Json> | undefined = readValue(reading, behind, fieldOf(key), true).next().value as
      | Read<Json>
      | undefined;
    if (value === undefined) break;
    pairs.push([key, value.value]);
    end = value.at;
    at = reading.words(end, ["and"]);
  }
  return end === null ? null : { value: pairs, at: end };
}
