import { INTERPRETER_VERSION } from "../../definition/definition.ts";
import type { Json } from "../../definition/json.ts";
import { createBudget, budgetExceeded } from "../budget.ts";
import type { Budget } from "../budget.ts";
import { ExpressionError } from "../expression-error.ts";
import type { ExpressionOptions } from "../expression-options.ts";
import type { ExpressionScope } from "../expression-scope.ts";
import type { Reference } from "../reference.ts";
import { celEnvironment } from "./cel-environment.ts";
import { toCompileError, toEvaluationError } from "./cel-error.ts";
import { callHint, templateFunction } from "./cel-functions.ts";
import { meterTree } from "./cel-meter.ts";
import type { Meter } from "./meter.ts";
import type { CelNode } from "./cel-node.ts";
import { childrenOf } from "./cel-node.ts";
import { celReferences } from "./cel-references.ts";
import { dividesIntegers } from "./integer-division.ts";
import { celToJson } from "./to-json.ts";

/** Levels of a formula; `a + b + c` has as many as it has operators. */
export const MAX_TEMPLATE_DEPTH = 256;

export interface CompiledCel {
  readonly references: readonly Reference[];
  /** The result's type as the checker knows it: `bool`, `int`, `string` …; `dyn` if it is known only at run time. */
  readonly type: string;
  /** The function whose result is that of the formula: `raw` in `raw(payload.url)`. */
  readonly call: string | undefined;
  /** Names of the functions and methods that it calls. */
  readonly functions: ReadonlySet<string>;
  /** Whether the formula divides an integer by an integer, which drops the fraction. */
  readonly dividesIntegers: boolean;
  evaluate(scope: ExpressionScope, budget: Budget): Json;
}

/** The syntax tree of a formula that compiles. Throws `ExpressionError`. */
export function parseCel(source: string, facts: readonly string[] = []): CelNode {
  compileCel(source, "", { facts });
  return celTree(source);
}

/** The syntax tree of a formula, also of one that parses and does not compile. Throws `ExpressionError`. */
export function celTree(source: string): CelNode {
  try {
    return celEnvironment().parse(source).ast as unknown as CelNode;
  } catch (error) {
    throw toCompileError(error, source);
  }
}

/** A formula in CEL: parsed, checked and metered once. `at` becomes the references' place. */
export function compileCel(
  source: string,
  at: string,
  {
    interpreterVersion = INTERPRETER_VERSION,
    facts = [],
  }: Pick<ExpressionOptions, "interpreterVersion" | "facts"> = {},
): CompiledCel {
  const meter: Meter = { budget: createBudget(), scope: undefined, expression: source, interpreterVersion };
  try {
    const parsed = celEnvironment(facts).parse(source);
    const root = parsed.ast as unknown as CelNode;
    const functions = new Set<string>();
    checkTree(root, source, functions, 0);
    const checked = parsed.check();
    if (!checked.valid) throw checked.error as Error;
    const divides = dividesIntegers(root);
    const call = root.op === "call" ? (root.args as [string])[0] : undefined;
    meterTree(root, meter);
    const references = celReferences(root, at, facts);
    const context = compileContext(references);
    return {
      references,
      type: checked.type ?? "dyn",
      call,
      functions,
      dividesIntegers: divides,
      evaluate: (scope, budget) => run(parsed, context(scope), meter, scope, budget),
    };
  } catch (error) {
    throw toCompileError(error, source);
  }
}

function run(
  parsed: (context: object) => unknown,
  context: object,
  meter: Meter,
  scope: ExpressionScope,
  budget: Budget,
): Json {
  meter.budget = budget;
  meter.scope = scope;
  try {
    const value = unwrapOptional(parsed(context), meter);
    // `||`, `&&` and `exists` ignore an error of one side, including one of the budget, so the budget is checked again here.
    if (budget.steps < 0 || budget.bytes < 0) throw budgetExceeded(budget, meter.expression);
    return celToJson(value, meter);
  } catch (error) {
    if (budget.steps < 0 || budget.bytes < 0) throw budgetExceeded(budget, meter.expression);
    throw toEvaluationError(error, meter.expression);
  }
}

interface OptionalValue {
  hasValue(): boolean;
  value(): unknown;
}

function unwrapOptional(value: unknown, meter: Meter): unknown {
  if (typeof value !== "object" || value === null || Object.hasOwn(value, "hasValue") || !("hasValue" in value))
    return value;
  const optional = value as OptionalValue;
  if (optional.hasValue()) return optional.value();
  throw new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message: "The optional value is missing, and the expression has no default",
    expression: meter.expression,
    hint: 'End it with .orValue("…")',
  });
}

/** Builds the formula's variables from its references. All steps are collected only if it reads one by a computed id. */
function compileContext(references: readonly Reference[]): (scope: ExpressionScope) => object {
  const roots = [...new Set(references.map((reference) => reference.root))].filter((root) => root !== "steps");
  const steps = references.filter((reference) => reference.root === "steps");
  const ids = [...new Set(steps.map((reference) => reference.path[0]))];
  const dynamic = ids.includes(undefined);
  return (scope) => {
    const context = Object.create(null) as Record<string, Json>;
    for (const root of roots) {
      const value = scope.root(root);
      if (value !== undefined) context[root] = value;
    }
    if (dynamic) context.steps = scope.steps();
    else if (steps.length > 0) context.steps = stepsOf(scope, ids as string[]);
    return context;
  };
}

function stepsOf(scope: ExpressionScope, ids: readonly string[]): Json {
  const steps = Object.create(null) as Record<string, Json>;
  for (const id of ids) {
    const output = scope.step(id);
    if (output !== undefined) steps[id] = output;
  }
  return steps;
}

/** Limits the depth before the checker and the evaluator walk the tree, because both use recursion. */
function checkTree(node: CelNode, source: string, functions: Set<string>, depth: number): void {
  if (depth > MAX_TEMPLATE_DEPTH) {
    throw new ExpressionError({
      code: "EXPRESSION_TOO_DEEP",
      message: `The formula is nested more than ${MAX_TEMPLATE_DEPTH} levels deep`,
      expression: source,
      hint: "Split it, or compute the value in a `transform` node",
    });
  }
  if (node.op === "value" && node.args instanceof Uint8Array) throw unknownFunction(source, "call", "bytes", 1);
  if (node.op === "call") {
    const [name, args] = node.args as [string, CelNode[]];
    checkCall(source, "call", name, args.length);
    functions.add(name);
  } else if (node.op === "rcall") {
    const [name, , args] = node.args as [string, CelNode, CelNode[]];
    checkCall(source, "rcall", name, args.length);
    functions.add(name);
  }
  for (const child of childrenOf(node)) checkTree(child, source, functions, depth + 1);
}

function checkCall(source: string, op: "call" | "rcall", name: string, count: number): void {
  if (templateFunction(op, name)?.takes.includes(count) !== true) throw unknownFunction(source, op, name, count);
}

function unknownFunction(expression: string, op: "call" | "rcall", name: string, count: number): ExpressionError {
  const call = `${op === "call" ? "" : "."}${name}(${Array(count).fill("…").join(", ")})`;
  return new ExpressionError({
    code: "TEMPLATE_SYNTAX",
    message: `Templates do not have ${call}`,
    expression,
    hint: callHint(op, name),
  });
}
