import type { Environment } from "@marcbachmann/cel-js";
import { ExpressionError } from "../expression-error.ts";
import type { CelNode } from "./cel-node.ts";
import { templateFunction } from "./cel-functions.ts";

interface Evaluator {
  run(node: CelNode, context: unknown): unknown;
}

interface Checker {
  check(node: CelNode, context: unknown): unknown;
  getType(name: string): unknown;
}

interface Coalesce {
  readonly args: readonly CelNode[];
}

/**
 * The macro `coalesce(a, b, c)` evaluates its arguments in order and returns the first that is not null. A missing path in
 * an argument counts as null, except in the last one: that is the default, and a missing path in it is an error.
 */
export function registerCoalesce(environment: Environment): void {
  for (const count of templateFunction("call", "coalesce")?.takes ?? []) {
    const parameters = Array(count).fill("ast").join(", ");
    environment.registerFunction(`coalesce(${parameters}): dyn`, ({ args }: Coalesce) => ({
      args,
      evaluate,
      typeCheck,
      async: false,
    }));
  }
}

function evaluate(evaluator: Evaluator, { args }: Coalesce, context: unknown): unknown {
  for (const arg of args.slice(0, -1)) {
    const value = tryValue(evaluator, arg, context);
    if (value !== null && value !== undefined) return value;
  }
  return unwrap(evaluator.run(args.at(-1) as CelNode, context));
}

function typeCheck(checker: Checker, { args }: Coalesce, context: unknown): unknown {
  for (const arg of args) checker.check(arg, context);
  return checker.getType("dyn");
}

const MISSING: ReadonlySet<unknown> = new Set(["no_such_key", "index_out_of_bounds", "unknown_variable"]);

function tryValue(evaluator: Evaluator, node: CelNode, context: unknown): unknown {
  try {
    return unwrap(evaluator.run(node, context));
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (MISSING.has(code) || (error instanceof ExpressionError && code === "EXPRESSION_PATH_MISSING")) return undefined;
    throw error;
  }
}

/** An optional value such as `payload.?name` counts as the value that it contains. */
function unwrap(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.hasOwn(value, "hasValue") || !("hasValue" in value)) {
    return value;
  }
  const optional = value as { hasValue(): boolean; value(): unknown };
  return optional.hasValue() ? optional.value() : null;
}
