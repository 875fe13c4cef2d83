import { ExpressionError } from "../expression-error.ts";
import type { CelNode } from "./cel-node.ts";
import { staticPathOf } from "./cel-node.ts";
import { operandHint, orElseHint, syntaxHint, valueHint } from "./habit-hints.ts";
import { missingPath, unknownRoot } from "./missing-path.ts";

interface CelError extends Error {
  readonly code?: string;
  /** The message without the excerpt of the source. */
  readonly summary?: string;
  readonly node?: CelNode;
}

/** What the library throws while it reads and checks an expression. */
export function toCompileError(thrown: unknown, expression: string): ExpressionError {
  if (thrown instanceof ExpressionError) return thrown;
  const error = thrown as CelError;
  const message = error.summary ?? error.message;
  if (error.code === "unknown_variable" && typeof error.node?.args === "string")
    return unknownRoot(expression, error.node.args);
  if (error.code === "limit_exceeded") {
    const code = message.includes("maxDepth") ? "EXPRESSION_TOO_DEEP" : "EXPRESSION_TOO_LARGE";
    return new ExpressionError({
      code,
      message,
      expression,
      hint: "Split the expression, or compute the value in a `transform` node",
    });
  }
  return new ExpressionError({
    code: "TEMPLATE_SYNTAX",
    message: `The template is not valid: ${message}`,
    expression,
    hint: compileHint(error, expression),
  });
}

function compileHint(error: CelError, expression: string): string {
  if (error.code === "incompatible_ternary_branches") return "Give both branches the same type, or wrap one in dyn(…)";
  const summary = error.summary ?? "";
  if (/^Logical operator/.test(summary)) return orElseHint(expression);
  const habit = syntaxHint(expression) ?? operandHint(expression, summary);
  if (habit !== undefined) return habit;
  if (error.code === "no_matching_overload" && /\boptional\b/.test(summary))
    return 'A value that may be missing needs a default first: payload.?name.orValue("…")';
  if (error.code === "no_such_overload") return "Turn the values into the same type: string(…), int(…), double(…)";
  return "Correct the expression: it is CEL, see the page on templates";
}

/** What the library throws while it evaluates an expression. */
export function toEvaluationError(thrown: unknown, expression: string): ExpressionError {
  if (thrown instanceof ExpressionError) return thrown;
  const error = thrown as CelError;
  const message = error.summary ?? error.message;
  if (error.code === "no_such_key" || error.code === "index_out_of_bounds" || error.code === "unknown_variable") {
    const path = error.node === undefined ? undefined : staticPathOf(error.node);
    if (path !== undefined) return missingPath(expression, [path.root, ...path.segments], path.segments.length);
    return missing(expression, message, valueHint(expression));
  }
  if (error.code === "optional_value_missing") return missing(expression, message);
  return new ExpressionError({
    code: "EXPRESSION_TYPE",
    message: `The expression does not fit its values: ${message}`,
    expression,
    hint: typeHint(error, expression),
  });
}

function missing(expression: string, message: string, hint?: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message,
    expression,
    hint: hint ?? 'Correct the path, or write a default: payload.?name.orValue("…")',
  });
}

function typeHint(error: CelError, expression: string): string {
  const message = error.summary ?? error.message;
  if (/^Logical operator|[|&]{2}/.test(message)) return orElseHint(expression);
  if (/must be bool|overload: !/.test(message))
    return 'Only true and false decide: compare the value, as in payload.name != "" or size(payload.items) > 0';
  const operands = operandHint(expression, message);
  if (operands !== undefined) return operands;
  if (error.code === "no_such_overload" || error.code === "no_matching_overload") {
    return "Turn the values into the types that it needs: string(…), int(…), double(…); JSON's numbers are doubles";
  }
  return "Check the values that the expression reads";
}
