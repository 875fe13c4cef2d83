import { INTERPRETER_VERSION } from "../definition/definition.ts";
import { pointer } from "../definition/json-pointer.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Budget } from "./budget.ts";
import { truthy, toJsonResult } from "./condition/coerce.ts";
import { dataOperators } from "./condition/data-operators.ts";
import { flowOperators } from "./condition/flow-operators.ts";
import type { CompiledCondition } from "./condition/compiled-condition.ts";
import type { ConditionMode, Evaluate, Frame } from "./condition/frame.ts";
import { isList, spendSteps } from "./condition/frame.ts";
import { listOperators } from "./condition/list-operators.ts";
import { isReservedRoot, lookUp, wholeData } from "./condition/lookup.ts";
import type { Operator } from "./condition/operator.ts";
import { plainOperators } from "./condition/plain-operators.ts";
import { compileFormula, formulaOf } from "./condition/text-condition.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ExpressionErrorCode } from "./expression-error.ts";
import type { ExpressionOptions } from "./expression-options.ts";
import type { ExpressionScope } from "./expression-scope.ts";
import type { Reference } from "./reference.ts";

export type { CompiledCondition } from "./condition/compiled-condition.ts";
export type { ConditionMode } from "./condition/frame.ts";

/** Levels of operators inside each other. */
export const MAX_CONDITION_DEPTH = 64;
/** Operators and values of one condition. */
export const MAX_CONDITION_PARTS = 10_000;

const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({ ...plainOperators, ...flowOperators, ...listOperators, ...dataOperators }),
);

/** The names of all operators, for editors. */
export const CONDITION_OPERATORS: readonly string[] = [...OPERATORS.keys()];

/**
 * Compiles a JSONLogic rule to closures. All operators of the reference implementation exist; nothing is evaluated as code
 * (I11), every visit counts against the budget, and only own properties are read. It is stricter than the reference where a
 * mistake could match by accident: each object in a rule must be exactly one operator with a valid number of arguments.
 *
 *     compileCondition({ ">": [{ var: "lead.score" }, 80] }).evaluate(scope, createBudget(), "trigger")
 *     compileCondition("{{ payload.lead.score > 80 }}").evaluate(scope, createBudget(), "trigger")
 *
 * A text that is one template is CEL. Any other text is a constant that counts as true; `validateGraph` refuses it.
 */
export function compileCondition(rule: Json, options: ExpressionOptions = {}): CompiledCondition {
  const { at = "", interpreterVersion = INTERPRETER_VERSION, facts = [] } = options;
  const formula = typeof rule === "string" && interpreterVersion >= 2 ? formulaOf(rule) : undefined;
  if (formula !== undefined) return compileFormula(formula, at, facts);
  const compiler: Compiler = { rule, facts, parts: 0, references: [], depth: 0, inElements: false };
  const evaluate = compilePart(compiler, rule, at);
  const expression = textOf(rule);
  const frameOf = (scope: ExpressionScope, budget: Budget, mode: ConditionMode): Frame => ({
    scope,
    mode,
    budget,
    expression,
    interpreterVersion,
    inner: undefined,
  });
  return {
    references: compiler.references,
    evaluate: (scope, budget, mode) => truthy(evaluate(frameOf(scope, budget, mode))),
    value: (scope, budget, mode) => {
      const frame = frameOf(scope, budget, mode);
      return toJsonResult(frame, evaluate(frame));
    },
  };
}

interface Compiler {
  readonly rule: Json;
  readonly facts: readonly string[];
  readonly references: Reference[];
  parts: number;
  depth: number;
  /** Inside the rule of `map`, `filter` and so on, where a path reads from the current element. */
  inElements: boolean;
}

function compilePart(compiler: Compiler, part: Json, at: string): Evaluate {
  if (++compiler.parts > MAX_CONDITION_PARTS) {
    throw invalid(
      compiler,
      "EXPRESSION_TOO_LARGE",
      `The condition has more than ${MAX_CONDITION_PARTS} parts`,
      "Split it, or move lists into data",
    );
  }
  if (typeof part !== "object" || part === null) return () => part;
  if (++compiler.depth > MAX_CONDITION_DEPTH) {
    throw invalid(
      compiler,
      "EXPRESSION_TOO_DEEP",
      `The condition is nested more than ${MAX_CONDITION_DEPTH} levels deep`,
      "Flatten it: `and` and `or` take any number of arguments",
    );
  }
  const evaluate = isList(part) ? compileList(compiler, part, at) : compileOperator(compiler, part as JsonObject, at);
  compiler.depth--;
  return evaluate;
}

function compileList(compiler: Compiler, list: readonly Json[], at: string): Evaluate {
  const items = list.map((item, index) => compilePart(compiler, item, `${at}/${index}`));
  if (list.every((item) => typeof item !== "object" || item === null)) {
    const constant = Object.freeze([...list]);
    return () => constant;
  }
  return (frame) => {
    spendSteps(frame, 1);
    return items.map((item) => item(frame));
  };
}

function compileOperator(compiler: Compiler, rule: JsonObject, at: string): Evaluate {
  const names = Object.keys(rule);
  if (names.length !== 1) {
    throw invalid(
      compiler,
      "CONDITION_INVALID",
      names.length === 0
        ? `The empty object${place(at)} is not a rule`
        : `The object${place(at)} has ${names.length} keys (${names.slice(0, 4).join(", ")}), a rule has one`,
      "Write one operator for each object; join several with `and`",
    );
  }
  const name = names[0] as string;
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    throw invalid(
      compiler,
      "CONDITION_UNKNOWN_OPERATOR",
      `"${name}"${place(at)} is not an operator of JSONLogic`,
      `Use one of ${CONDITION_OPERATORS.join(", ")}`,
    );
  }
  const given = rule[name] as Json;
  const args = isList(given) ? given : [given];
  if (args.length < operator.least || args.length > operator.most) {
    const takes =
      operator.least === operator.most
        ? `${operator.least}`
        : operator.most === Number.POSITIVE_INFINITY
          ? `at least ${operator.least}`
          : `${operator.least} to ${operator.most}`;
    throw invalid(
      compiler,
      "CONDITION_INVALID",
      `"${name}"${place(at)} has ${args.length} arguments, it takes ${takes}`,
      "Add or remove arguments",
    );
  }
  const own = at + pointer(name);
  if (name === "var" && isStaticPath(args[0])) return compileVar(compiler, args, own);
  if (name === "var" || name === "missing" || name === "missing_some") noteReads(compiler, name, args, own);
  const parts = args.map((arg, index) => {
    const outer = compiler.inElements;
    compiler.inElements ||= operator.overElements === true && index === 1;
    const part = compilePart(compiler, arg, isList(given) ? `${own}/${index}` : own);
    compiler.inElements = outer;
    return part;
  });
  return operator.compile === undefined ? applied(operator, parts) : counted(operator.compile(parts));
}

function counted(evaluate: Evaluate): Evaluate {
  return (frame) => {
    spendSteps(frame, 1);
    return evaluate(frame);
  };
}

function applied(operator: Operator, parts: readonly Evaluate[]): Evaluate {
  const apply = operator.apply as (frame: Frame, values: Json[]) => Json;
  return (frame) => {
    spendSteps(frame, 1);
    const values: Json[] = [];
    for (let index = 0; index < parts.length; index++) values.push((parts[index] as Evaluate)(frame));
    return apply(frame, values);
  };
}

function isStaticPath(path: Json | undefined): path is string | number | null | undefined {
  return typeof path !== "object" || path === null;
}

function compileVar(compiler: Compiler, args: readonly Json[], at: string): Evaluate {
  const [path, otherwise] = args;
  const fallback = otherwise === undefined ? undefined : compilePart(compiler, otherwise, `${at}/1`);
  const segments = path === undefined || path === null || path === "" ? [] : String(path).split(".");
  noteReference(compiler, segments, at);
  if (segments.length === 0) return counted(wholeData);
  return (frame) => {
    spendSteps(frame, 1);
    const value = lookUp(frame, segments);
    if (value !== undefined) return value;
    return fallback === undefined ? null : fallback(frame);
  };
}

/** Literal keys give exact references; a computed key may read any path. */
function noteReads(compiler: Compiler, name: string, args: readonly Json[], at: string): void {
  const keys = name === "var" ? args.slice(0, 1) : name === "missing" ? args : args.slice(1);
  for (const key of keys.flatMap((arg) => (isList(arg) ? arg : [arg]))) {
    if (typeof key === "object" && key !== null) noteReference(compiler, ["steps"], at);
    else noteReference(compiler, String(key ?? "").split("."), at);
  }
}

function noteReference(compiler: Compiler, segments: readonly string[], at: string): void {
  if (compiler.inElements) return;
  const [name, ...rest] = segments;
  const reserved = name !== undefined && (isReservedRoot(name) || compiler.facts.includes(name));
  compiler.references.push({ root: reserved ? name : "payload", path: reserved ? rest : segments, optional: true, at });
}

function invalid(compiler: Compiler, code: ExpressionErrorCode, message: string, hint: string): ExpressionError {
  return new ExpressionError({ code, message, expression: textOf(compiler.rule), hint });
}

function place(at: string): string {
  return at === "" ? "" : ` at ${at}`;
}

/** The rule's text for error messages, also for a rule that is too deep for JSON.stringify. */
function textOf(rule: Json): string {
  try {
    return JSON.stringify(rule);
  } catch {
    return "(a rule nested too deeply to show)";
  }
}
