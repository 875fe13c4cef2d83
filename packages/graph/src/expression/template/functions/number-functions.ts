import { isExactNumber } from "../../../definition/inexact-numbers.ts";
import { fail, integer, list, number, optionalText, spendSteps, spendText, text } from "./arguments.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

const MAX_DIGITS = 15;
const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8];
const declareMany = (name: string) => COUNTS.map((count) => `${name}(${Array(count).fill("dyn").join(", ")}): double`);

export const numberFunctions = inGroup("numbers", [
  {
    name: "round",
    kind: "function",
    takes: [1, 2],
    declare: ["round(dyn): double", "round(dyn, dyn): double"],
    signature: "round(number, digits = 0) → number",
    description: "Rounds to this many digits after the decimal point. A half is rounded away from zero.",
    example: "round(2.675, 2)",
    result: 2.68,
    run: (call, [of, digits]) =>
      roundTo(number(call, of), digits === undefined ? 0 : integer(call, digits, 0, MAX_DIGITS)),
  },
  {
    name: "floor",
    kind: "function",
    takes: [1],
    declare: ["floor(dyn): double"],
    signature: "floor(number) → number",
    description: "Rounds down to a whole number.",
    example: "floor(-1.5)",
    result: -2,
    run: (call, [of]) => Math.floor(number(call, of)),
  },
  {
    name: "ceil",
    kind: "function",
    takes: [1],
    declare: ["ceil(dyn): double"],
    signature: "ceil(number) → number",
    description: "Rounds up to a whole number.",
    example: "ceil(1.2)",
    result: 2,
    run: (call, [of]) => Math.ceil(number(call, of)),
  },
  {
    name: "abs",
    kind: "function",
    takes: [1],
    declare: ["abs(dyn): double"],
    signature: "abs(number) → number",
    description: "The absolute value: the number without its sign.",
    example: "abs(-3)",
    result: 3,
    run: (call, [of]) => Math.abs(number(call, of)),
  },
  {
    name: "min",
    kind: "function",
    takes: COUNTS,
    declare: declareMany("min"),
    signature: "min(list) or min(number, …) → number",
    description: "The smallest number. An empty list is an error.",
    example: "min([3, 1, 2])",
    result: 1,
    run: (call, args) => numbers(call, args, true).reduce((least, value) => Math.min(least, value)),
  },
  {
    name: "max",
    kind: "function",
    takes: COUNTS,
    declare: declareMany("max"),
    signature: "max(list) or max(number, …) → number",
    description: "The largest number. An empty list is an error.",
    example: "max(1, 2.5)",
    result: 2.5,
    run: (call, args) => numbers(call, args, true).reduce((most, value) => Math.max(most, value)),
  },
  {
    name: "sum",
    kind: "function",
    takes: [1],
    declare: ["sum(dyn): double"],
    signature: "sum(list) → number",
    description: "The sum of all numbers; 0 for an empty list.",
    example: 'sum([{"price": 2}, {"price": 3.5}].map(i, i.price))',
    result: 5.5,
    run: (call, args) => numbers(call, args, false).reduce((total, value) => total + value, 0),
  },
  {
    name: "avg",
    kind: "function",
    takes: [1],
    declare: ["avg(dyn): double"],
    signature: "avg(list) → number",
    description: "The arithmetic mean. An empty list is an error.",
    example: "avg([1, 2, 6])",
    result: 3,
    run: (call, args) => {
      const all = numbers(call, args, true);
      return all.reduce((total, value) => total + value, 0) / all.length;
    },
  },
  {
    name: "parseNumber",
    kind: "function",
    takes: [1, 2],
    declare: ["parseNumber(string): double", "parseNumber(string, string): double"],
    signature: 'parseNumber(text, decimalSign = ".") → number',
    description:
      'Reads a number from a text. With the decimal sign "," it reads 1.234,5. Digits may be grouped by spaces, apostrophes, or the sign that is not the decimal sign.',
    example: 'parseNumber("1.234,50", ",")',
    result: 1234.5,
    run: parseNumber,
  },
  {
    name: "formatNumber",
    kind: "function",
    takes: [2, 3, 4],
    declare: [
      "formatNumber(dyn, dyn): string",
      "formatNumber(dyn, dyn, string): string",
      "formatNumber(dyn, dyn, string, string): string",
    ],
    signature: 'formatNumber(number, digits, decimalSign = ".", groupSign = "") → text',
    description:
      "Rounds the number and writes it with exactly this many digits after the decimal sign, and with the group sign between thousands.",
    example: 'formatNumber(1234567.891, 2, ",", ".")',
    result: "1.234.567,89",
    run: formatNumber,
  },
]);

/** Rounds the decimal digits that people see: 2.675 becomes 2.68, although the nearest double is slightly less. */
export function roundTo(value: number, digits: number): number {
  const size = Math.abs(value);
  // A double of this size or larger has no fraction.
  if (size >= 2 ** 52) return value;
  const rounded = Number(`${Math.round(shift(size, digits))}e-${digits}`);
  return value < 0 ? -rounded || 0 : rounded;
}

/** `value` × 10^digits, in decimal. */
function shift(value: number, digits: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e") as [string, string?];
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

function numbers(call: Call, args: readonly unknown[], some: boolean): number[] {
  const values = args.length === 1 && (Array.isArray(args[0]) || call.name === "sum") ? list(call, args[0]) : args;
  spendSteps(call, values.length >> 2);
  if (some && values.length === 0) {
    throw fail(call, `${call.name} of an empty list has no value`, "Check the list's size first: size(…) > 0 ? … : 0");
  }
  return values.map((value) => number(call, value));
}

function parseNumber(call: Call, [of, sign]: readonly unknown[]): number {
  const source = text(call, of);
  const decimal = optionalText(call, sign, ".");
  if (decimal !== "." && decimal !== ",") {
    throw fail(call, `${JSON.stringify(decimal.slice(0, 8))} is not a decimal sign`, 'Write "." or ","');
  }
  spendSteps(call, 1 + (source.length >> 4));
  const other = decimal === "." ? "," : ".";
  const digits = source.trim().replaceAll(/[\s'’_]/g, "");
  const [whole = "", ...fractions] = digits.split(decimal);
  const plain = [whole.replaceAll(other, ""), ...fractions].join(".");
  if (
    !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(plain) ||
    fractions.some((part) => part.includes(other))
  ) {
    throw fail(
      call,
      `${JSON.stringify(source.slice(0, 40))} is not a number`,
      'Remove everything that is not part of the number, and name the decimal sign: parseNumber(text, ",")',
    );
  }
  if (call.meter.interpreterVersion >= 2 && !isExactNumber(plain)) {
    throw fail(call, `The number ${plain.slice(0, 40)} has more digits than a number keeps`, "Leave it a text");
  }
  return number(call, Number(plain));
}

function formatNumber(call: Call, [of, places, sign, group]: readonly unknown[]): string {
  const value = number(call, of);
  const digits = integer(call, places, 0, MAX_DIGITS);
  const decimal = optionalText(call, sign, ".");
  const between = optionalText(call, group, "");
  if (Math.abs(value) >= 1e21) throw fail(call, `${value} has too many digits to write out`, "Write it with string(…)");
  spendText(call, 40 + decimal.length + 7 * between.length);
  const [whole = "", fraction] = Math.abs(roundTo(value, digits)).toFixed(digits).split(".");
  const grouped = between === "" ? whole : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, () => between);
  const size = fraction === undefined ? grouped : grouped + decimal + fraction;
  return value < 0 && /[1-9]/.test(size) ? `-${size}` : size;
}
