import type { Json } from "../../definition/json.ts";
import { toJoined, toPrimitive, toText, truthy } from "./coerce.ts";
import { looseEquals, strictEquals } from "./equality.ts";
import type { Frame } from "./frame.ts";
import { BYTES_OF_A_PLACE, isList, spendBytes, spendSteps } from "./frame.ts";
import type { Operator, OperatorTable } from "./operator.ts";

const ANY = Number.POSITIVE_INFINITY;

/** Operators whose arguments are all evaluated first. Each behaves as in the reference implementation. */
export const plainOperators: OperatorTable = {
  "==": binary(looseEquals),
  "!=": binary((frame, left, right) => !looseEquals(frame, left, right)),
  "===": binary(strictEquals),
  "!==": binary((frame, left, right) => !strictEquals(frame, left, right)),
  ">": binary((frame, left, right) => less(frame, right, left)),
  ">=": binary((frame, left, right) => lessOrEqual(frame, right, left)),
  "<": { least: 2, most: 3, apply: (frame, values) => chain(frame, values, less) },
  "<=": { least: 2, most: 3, apply: (frame, values) => chain(frame, values, lessOrEqual) },
  "!": unary((_frame, value) => !truthy(value)),
  "!!": unary((_frame, value) => truthy(value)),
  // The reference implementation prints the value; here it is only returned.
  log: unary((_frame, value) => value),
  "%": binary((frame, left, right) => number(frame, left) % number(frame, right)),
  "/": binary((frame, left, right) => number(frame, left) / number(frame, right)),
  "-": {
    least: 1,
    most: 2,
    apply: (frame, [left, right]) =>
      right === undefined ? -number(frame, left as Json) : number(frame, left as Json) - number(frame, right),
  },
  "+": {
    least: 0,
    most: ANY,
    apply: (frame, values) => values.reduce<number>((sum, value) => sum + float(frame, value), 0),
  },
  "*": {
    least: 1,
    most: ANY,
    apply: (frame, values) => values.reduce((product, value) => float(frame, product) * float(frame, value)),
  },
  min: { least: 1, most: ANY, apply: (frame, values) => Math.min(...values.map((value) => number(frame, value))) },
  max: { least: 1, most: ANY, apply: (frame, values) => Math.max(...values.map((value) => number(frame, value))) },
  cat: { least: 0, most: ANY, apply: cat },
  substr: { least: 2, most: 3, apply: substr },
  in: binary(contains),
  merge: { least: 0, most: ANY, apply: merge },
};

function unary(apply: (frame: Frame, value: Json) => Json): Operator {
  return { least: 1, most: 1, apply: (frame, [value]) => apply(frame, value as Json) };
}

function binary(apply: (frame: Frame, left: Json, right: Json) => Json): Operator {
  return { least: 2, most: 2, apply: (frame, [left, right]) => apply(frame, left as Json, right as Json) };
}

function number(frame: Frame, value: Json): number {
  return typeof value === "number" ? value : Number(toPrimitive(frame, value));
}

function float(frame: Frame, value: Json): number {
  return typeof value === "number" ? value : Number.parseFloat(toText(frame, value));
}

function less(frame: Frame, left: Json, right: Json): boolean {
  return (toPrimitive(frame, left) as number) < (toPrimitive(frame, right) as number);
}

function lessOrEqual(frame: Frame, left: Json, right: Json): boolean {
  return (toPrimitive(frame, left) as number) <= (toPrimitive(frame, right) as number);
}

function chain(frame: Frame, values: Json[], holds: (frame: Frame, left: Json, right: Json) => boolean): boolean {
  if (!holds(frame, values[0] as Json, values[1] as Json)) return false;
  return values.length < 3 || holds(frame, values[1] as Json, values[2] as Json);
}

function cat(frame: Frame, values: Json[]): string {
  let text = "";
  for (const value of values) text += toJoined(frame, value);
  spendBytes(frame, text.length);
  return text;
}

function substr(frame: Frame, [source, start, length]: Json[]): string {
  const text = toText(frame, source as Json);
  const from = number(frame, start as Json);
  if (length === undefined) return cut(frame, text, from, text.length);
  const wanted = toPrimitive(frame, length);
  if (!((wanted as number) < 0)) return cut(frame, text, from, Number(wanted));
  // A negative length leaves that many characters off the end, as in PHP.
  const rest = cut(frame, text, from, text.length);
  return cut(frame, rest, 0, typeof wanted === "number" ? rest.length + wanted : Number.NaN);
}

/** `text.substr(from, length)`. */
function cut(frame: Frame, text: string, from: number, length: number): string {
  const first = Number.isNaN(from) ? 0 : Math.trunc(from);
  const start = first < 0 ? Math.max(0, text.length + first) : first;
  const count = Number.isNaN(length) ? 0 : Math.trunc(length);
  const result = count <= 0 ? "" : text.slice(start, start + count);
  spendBytes(frame, result.length);
  return result;
}

function contains(frame: Frame, needle: Json, hay: Json): boolean {
  if (typeof hay !== "string" && !isList(hay)) return false;
  spendSteps(frame, hay.length >> 5);
  if (isList(hay)) return hay.some((item) => strictEquals(frame, item, needle));
  return hay !== "" && hay.includes(toText(frame, needle));
}

function merge(frame: Frame, values: Json[]): Json {
  const merged: Json[] = [];
  for (const value of values) {
    const items = isList(value) ? value : [value];
    spendSteps(frame, items.length >> 5);
    spendBytes(frame, items.length * BYTES_OF_A_PLACE);
    for (const item of items) merged.push(item);
  }
  return merged;
}
