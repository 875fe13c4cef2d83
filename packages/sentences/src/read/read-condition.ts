import type { Json } from "@tempograph/graph";
import { LITERALS } from "../language/value-text.ts";
import { BETWEEN, COMPARING_WORDS, COMPARISONS, DEEPEST_WORDS, isPlainPath } from "../language/comparisons.ts";
import type { Read, Reading } from "./reading.ts";

/** A condition as JSONLogic, as far as it goes: `lead.score is more than 80 and lead.source is "LinkedIn"`. */
export function readCondition(reading: Reading, at: number): Read<Json> | null {
  return readJoined(reading, at, 0);
}

/** Parts joined by `or`, each of parts joined by `and`. */
function readJoined(reading: Reading, at: number, depth: number): Read<Json> | null {
  return readList(reading, at, "or", (from) => readList(reading, from, "and", (one) => readPart(reading, one, depth)));
}

function readList(
  reading: Reading,
  from: number,
  operator: "and" | "or",
  readOne: (at: number) => Read<Json> | null,
): Read<Json> | null {
  const parts: Json[] = [];
  let end: number | null = null;
  let at: number | null = from;
  while (at !== null) {
    const part = readOne(at);
    if (part === null) break;
    parts.push(part.value);
    end = part.at;
    at = reading.words(end, [operator]);
  }
  if (end === null) return null;
  return { value: parts.length === 1 ? parts[0]! : { [operator]: parts }, at: end };
}

function readPart(reading: Reading, at: number, depth: number): Read<Json> | null {
  if (depth > DEEPEST_WORDS + 8) return null;
  const not = reading.words(at, ["not"]);
  const open = reading.sign(not ?? at, "(");
  if (open !== null) {
    const inside = readJoined(reading, open, depth + 1);
    const close = inside === null ? null : reading.sign(inside.at, ")");
    if (inside === null || close === null) return null;
    return { value: not === null ? inside.value : { "!": [inside.value] }, at: close };
  }
  return not === null ? readComparison(reading, at) : null;
}

function readComparison(reading: Reading, from: number): Read<Json> | null {
  const left = readOperand(reading, from, "left");
  if (left === null) return null;
  const { value, at } = left;
  const doesNot = isVariable(value) ? reading.words(at, ["does", "not", "hold"]) : null;
  if (doesNot !== null) return { value: { "!": value }, at: doesNot };
  for (const { operator, words } of BETWEEN) {
    const behind = reading.words(at, words.split(" "));
    const low = behind === null ? null : readOperand(reading, behind, "right");
    const and = low === null ? null : reading.words(low.at, ["and"]);
    const high = and === null ? null : readOperand(reading, and, "right");
    if (low !== null && high !== null) return { value: { [operator]: [low.value, value, high.value] }, at: high.at };
  }
  for (const { operator, words, also = [], reversed } of COMPARISONS) {
    for (const way of [words, ...also]) {
      const behind = readComparisonWords(reading, at, way);
      const right = behind === null ? null : readOperand(reading, behind, "right");
      if (right === null) continue;
      return { value: { [operator]: reversed === true ? [right.value, value] : [value, right.value] }, at: right.at };
    }
  }
  // A value without a comparison is a condition of its own: whether the field is true, JSONLogic as it is, or a text in CEL.
  return { value, at: reading.words(at, ["holds"]) ?? at };
}

function readComparisonWords(reading: Reading, at: number, way: string): number | null {
  return /^\p{L}/u.test(way) ? reading.words(at, way.split(" ")) : reading.sign(at, way);
}

function isVariable(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "var";
}

/**
 * What is compared. A word is the path of a field; on the right, a word without a dot is a text, as in `lead.source is LinkedIn`, unless
 * `field` stands before it.
 */
function readOperand(reading: Reading, at: number, side: "left" | "right"): Read<Json> | null {
  const token = reading.at(at);
  reading.want(at, side === "left" ? { kind: "path" } : { kind: "value", field: { type: "json" } });
  if (token.value !== undefined) return { value: token.value, at: at + 1 };
  if (token.kind !== "word") return null;
  const next = reading.at(at + 1);
  if (token.text === "field" && next.kind === "word" && isPlainPath(next.text)) {
    return { value: { var: next.text }, at: at + 2 };
  }
  const literal = LITERALS.get(token.text);
  if (literal !== undefined) return { value: literal, at: at + 1 };
  if (side === "right" && COMPARING_WORDS.has(token.text)) return null;
  if (side === "right" && !token.text.includes(".")) return { value: token.text, at: at + 1 };
  return isPlainPath(token.text) ? { value: { var: token.text }, at: at + 1 } : null;
}
