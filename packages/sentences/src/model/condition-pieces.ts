import { isObject, pointer, type Json } from "@tempograph/graph";
import {
  BETWEEN,
  COMPARISONS,
  DEEPEST_WORDS,
  isPlainPath,
  RESERVED_PATHS,
  type Comparison,
} from "../language/comparisons.ts";
import { piecesText, slot, words } from "./pieces.ts";
import type { Piece, Slot } from "./sentences.ts";

/** A condition as a slot, with finer slots inside where there are words for it. `path` is the JSON Pointer of the condition. */
export function conditionSlot(condition: Json, path: string, bracketed = false): Slot {
  const pieces = partPieces(condition, path, bracketed ? "list" : "top", 0);
  return { ...slot(path, condition, { type: "condition" }), text: piecesText(pieces), pieces };
}

/** Where a part stands: alone, or in a list, where a list of its own needs brackets. */
type Place = "top" | "list";

function partPieces(part: Json, path: string, place: Place, depth: number): readonly Piece[] {
  return worded(part, path, place, depth) ?? [slot(path, part, { type: "json" })];
}

/** null if there are no words for it. */
function worded(part: Json, path: string, place: Place, depth: number): readonly Piece[] | null {
  const rule = ruleOf(part);
  if (rule === null || depth > DEEPEST_WORDS) return null;
  const { operator, args } = rule;
  const at = pointer(operator);
  switch (operator) {
    case "var":
      return typeof args === "string" && isPlainPath(args)
        ? [...fieldPieces(args, path, "left"), words("holds")]
        : null;
    case "!":
      return notPieces(args, path, depth);
    case "and":
    case "or": {
      if (!Array.isArray(args) || args.length < 2) return null;
      const list = (args as readonly Json[]).flatMap((one, index) => [
        ...(index === 0 ? [] : [words(operator)]),
        ...partPieces(one, `${path}${at}${pointer(index)}`, "list", depth + 1),
      ]);
      return place === "top" ? list : [words("("), ...list, words(")")];
    }
    default:
      return Array.isArray(args) ? comparisonPieces(operator, args as readonly Json[], path) : null;
  }
}

function notPieces(args: Json, path: string, depth: number): readonly Piece[] | null {
  if (Array.isArray(args)) {
    if (args.length !== 1) return null;
    const inside = partPieces((args as readonly Json[])[0]!, `${path}/!/0`, "top", depth + 1);
    return [words("not"), words("("), ...inside, words(")")];
  }
  const negated = ruleOf(args);
  if (negated?.operator !== "var" || typeof negated.args !== "string" || !isPlainPath(negated.args)) return null;
  return [...fieldPieces(negated.args, `${path}/!`, "left"), words("does not hold")];
}

function comparisonPieces(operator: string, args: readonly Json[], path: string): readonly Piece[] | null {
  const operand = (index: number, side: "left" | "right") =>
    operandPieces(args[index]!, `${path}${pointer(operator, index)}`, side);
  if (args.length === 3) {
    const between = BETWEEN.find((one) => one.operator === operator);
    if (between === undefined) return null;
    return [...operand(1, "left"), words(between.words), ...operand(0, "right"), words("and"), ...operand(2, "right")];
  }
  const comparison = args.length === 2 ? comparisonOf(operator, args) : undefined;
  if (comparison === undefined) return null;
  const [left, right] = comparison.reversed === true ? [1, 0] : [0, 1];
  return [
    ...operand(left, "left"),
    {
      kind: "slot",
      path,
      type: "operator",
      value: comparison.words,
      text: comparison.words,
      options: COMPARISONS.map((one) => one.words),
    },
    ...operand(right, "right"),
  ];
}

/** `in` has two ways to say it: the one that begins with the field. */
function comparisonOf(operator: string, args: readonly Json[]): Comparison | undefined {
  const ways = COMPARISONS.filter((one) => one.operator === operator);
  const fieldIsLast = ruleOf(args[0]!)?.operator !== "var" && ruleOf(args[1]!)?.operator === "var";
  return ways.find(({ reversed = false }) => reversed === fieldIsLast) ?? ways[0];
}

function operandPieces(operand: Json, path: string, side: "left" | "right"): readonly Piece[] {
  const variable = ruleOf(operand);
  if (variable?.operator === "var" && typeof variable.args === "string" && isPlainPath(variable.args)) {
    return fieldPieces(variable.args, path, side);
  }
  if (typeof operand === "number") return [slot(path, operand, { type: "number" })];
  if (typeof operand === "boolean") return [slot(path, operand, { type: "boolean" })];
  return [slot(path, operand, { type: typeof operand === "string" ? "text" : "json" })];
}

/** The path of a field. A single word says with "field" that it is one where it could mean something else. */
function fieldPieces(field: string, path: string, side: "left" | "right"): readonly Piece[] {
  const isClear = !RESERVED_PATHS.has(field) && (side === "left" || field.includes("."));
  const one: Slot = { kind: "slot", path: `${path}/var`, type: "field", value: field, text: field };
  return isClear ? [one] : [words("field"), one];
}

function ruleOf(value: Json): { readonly operator: string; readonly args: Json } | null {
  if (!isObject(value)) return null;
  const [operator, ...others] = Object.keys(value);
  return operator === undefined || others.length > 0 ? null : { operator, args: value[operator]! };
}
