import type { Json } from "../../../definition/json.ts";
import type { Meter } from "../meter.ts";

export type FunctionGroup =
  | "text"
  | "numbers"
  | "lists"
  | "maps"
  | "dates"
  | "JSON"
  | "encoding"
  | "hashes"
  | "values"
  | "types";

/** What editors and the documentation say about a function of templates. */
export interface ExpressionFunction {
  readonly name: string;
  /** `function`: `round(1.5)`; `method`: `"a".upper()`. */
  readonly kind: "function" | "method";
  readonly group: FunctionGroup;
  /** How it is called, what it takes and gives: `text.padStart(length, fill = " ") → text`. */
  readonly signature: string;
  readonly description: string;
  /** An expression, without the braces. */
  readonly example: string;
  /** What the example gives. */
  readonly result: Json;
}

/** One call in a formula: the name and expression for errors, and the budget that it is charged to. */
export interface Call {
  readonly name: string;
  readonly meter: Meter;
}

/**
 * A function of templates. A function without `run` is the CEL library's own. `run` gets evaluated arguments of any type.
 * It must check them, charge the budget before it builds a value, and return the same result on every machine.
 */
export interface TemplateFunction extends ExpressionFunction {
  /** Numbers of arguments (a method's receiver is none). */
  readonly takes: readonly number[];
  /** CEL declarations that the library does not have yet; they type what `run` gives. */
  readonly declare?: readonly string[];
  readonly run?: (call: Call, args: readonly unknown[]) => unknown;
}

/** What the tables are written in; each names its group once. */
export type FunctionRow = Omit<TemplateFunction, "group">;

export function inGroup(group: FunctionGroup, rows: readonly FunctionRow[]): readonly TemplateFunction[] {
  return rows.map((row) => ({ ...row, group }));
}
