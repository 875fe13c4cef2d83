import { ExpressionError } from "../expression-error.ts";
import { compileCel } from "../template/compile-cel.ts";
import { valueHint } from "../template/habit-hints.ts";
import { parseText } from "../template/parse-text.ts";
import type { CompiledCondition } from "./compiled-condition.ts";

/** The CEL between the braces of a condition such as `"{{ payload.total > 1000 }}"`; undefined if the text is not exactly one template. */
export function formulaOf(text: string): string | undefined {
  const parts = text.includes("{{") ? parseText(text.trim()) : [];
  const [only] = parts;
  return parts.length === 1 && typeof only === "object" ? only.source : undefined;
}

/** A condition in CEL. It can read the same values as JSONLogic's `var` at that place, with full names such as `payload.total` and `event.type`. */
export function compileFormula(source: string, at: string, facts: readonly string[] = []): CompiledCondition {
  const { references, evaluate } = compileCel(source, at, { facts });
  return {
    references,
    value: evaluate,
    evaluate: (scope, budget) => {
      const value = evaluate(scope, budget);
      if (typeof value !== "boolean") throw notBoolean(source, JSON.stringify(value).slice(0, 80));
      return value;
    },
  };
}

function notBoolean(expression: string, given: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_TYPE",
    message: `The condition gives ${given}, but it must give true or false`,
    expression,
    hint: `Compare the value, for example {{ ${expression} != null }} or {{ ${expression} > 0 }}`,
  });
}

/** Throws `ExpressionError` at compile time for a text that cannot give a boolean. */
export function checkTextCondition(text: string, facts: readonly string[] = []): void {
  const formula = formulaOf(text);
  if (formula === undefined) throw textIsNoCondition(text);
  const { type } = compileCel(formula, "", { facts });
  if (type !== "bool" && type !== "dyn") throw notBoolean(formula, `a value of type ${type}`);
}

/**
 * The error for a plain string as a condition. In JSONLogic a string is a constant, and every string except the empty one
 * counts as true. If the string is CEL, the hint shows it as a template, with `payload.` before unknown names.
 */
function textIsNoCondition(text: string): ExpressionError {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  return new ExpressionError({
    code: "CONDITION_INVALID",
    message: `The text ${shown} is not a condition: as JSONLogic it would always be ${text === "" ? "false" : "true"}`,
    expression: text,
    hint: hintFor(text.trim()),
  });
}

function hintFor(text: string): string {
  if (text === "true" || text === "false") return `Write ${text} without quotes`;
  const formula = formulaIn(text);
  if (formula === undefined)
    return 'Write CEL in braces, as in "{{ payload.total > 1000 }}", or JSONLogic, as in { ">": [{ "var": "total" }, 1000] }';
  const logic = logicOf(formula);
  return `Write ${JSON.stringify(`{{ ${formula} }}`)}${logic === undefined ? "" : `, or as JSONLogic ${logic}`}`;
}

/** The text as a condition in CEL: in braces, and with `payload.` before unknown names. Undefined if it is none. */
export function asCondition(text: string): string | undefined {
  const formula = text === "true" || text === "false" ? undefined : formulaIn(text.trim());
  return formula === undefined ? undefined : `{{ ${formula} }}`;
}

function formulaIn(text: string): string | undefined {
  const inner = text.replaceAll(/\{\{|\}\}/g, "").trim();
  return inner === "" ? undefined : asFormula(inner);
}

/** What to write instead of a text that is an operand of JSONLogic, where no template is rendered. */
export function operandHint(text: string): string {
  if (text === "true" || text === "false") return `Write ${text} without quotes`;
  const formula = asFormula(text.trim());
  const logic = formula === undefined ? undefined : logicOf(formula);
  if (logic !== undefined) return `Write ${logic}`;
  return 'Write JSONLogic, such as { ">": [{ "var": "total" }, 1000] }, or the whole condition as one template, such as "{{ payload.total > 1000 }}"';
}

const MOST_NAMES = 8;
const LONGEST_TRIED = 300;

/** The text as CEL that compiles to a boolean, or undefined. */
function asFormula(text: string): string | undefined {
  if (text.length > LONGEST_TRIED) return undefined;
  let formula = text;
  for (let tries = 0; tries < MOST_NAMES; tries++) {
    try {
      checkTextCondition(`{{ ${formula} }}`);
      // Some mistakes show only at run time: `payload.items.length`, for example, compiles.
      return correctedIn(valueHint(formula) ?? "") ?? formula;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const corrected = correct(formula, error);
      if (corrected === undefined || corrected === formula) return undefined;
      formula = corrected;
    }
  }
  return undefined;
}

/** Corrects a name without a prefix to a field of the payload; otherwise uses the formula at the end of the error's hint. */
function correct(formula: string, { code, path, hint = "" }: ExpressionError): string | undefined {
  if (code === "EXPRESSION_PATH_MISSING" && path !== undefined && hint.startsWith("Write payload.")) {
    return formula.replaceAll(new RegExp(`(^|[^\\w."'\\]])${path}\\b(?!["'(])`, "g"), `$1payload.${path}`);
  }
  return correctedIn(hint);
}

/** The formula that a hint ends with. */
function correctedIn(hint: string): string | undefined {
  return /^[^:]{1,80}: (.+?)(?:; for a subtraction.*)?$/.exec(hint)?.[1];
}

const COMPARISON = /^payload\.([A-Za-z_][\w.]*) (==|!=|<=?|>=?) (-?\d+(?:\.\d+)?|"[^"\\]*"|true|false|null)$/;

/** Translates a simple comparison such as `payload.total > 1000` to JSONLogic; undefined for anything more complex. */
function logicOf(formula: string): string | undefined {
  const [, path, operator, value] = COMPARISON.exec(formula) ?? [];
  return path === undefined ? undefined : `{ "${operator}": [{ "var": "${path}" }, ${value}] }`;
}
