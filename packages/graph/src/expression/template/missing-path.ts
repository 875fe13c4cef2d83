import { ExpressionError } from "../expression-error.ts";
import { RESERVED_ROOTS } from "../expression-scope.ts";
import { dashHint, syntaxHint, valueHint } from "./habit-hints.ts";
import { printPath } from "./parse-path.ts";

/** The error for a missing path; `segments[index]` is the first missing segment. */
export function missingPath(
  expression: string,
  segments: readonly (string | number)[],
  index: number,
): ExpressionError {
  const path = printPath(segments);
  const name = JSON.stringify(segments[index]);
  const where = index === 0 ? `there is no ${name} here` : `${printPath(segments.slice(0, index))} has no ${name}`;
  return new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message: `${path} is missing: ${where}`,
    expression,
    path,
    hint: valueHint(expression) ?? dashHint(expression) ?? hint(segments, index),
  });
}

function hint(segments: readonly (string | number)[], index: number): string {
  if (index === 0) return `Expressions see ${RESERVED_ROOTS.join(", ")}, and item and index inside loops`;
  return `Correct the path, or write a default: ${optionalForm(segments, index)}.orValue("…")`;
}

/** The path with `.?` from the missing segment on, in CEL. */
function optionalForm(segments: readonly (string | number)[], index: number): string {
  let text = "";
  for (const [position, segment] of segments.entries()) {
    const optional = position >= index ? "?" : "";
    if (position === 0) text += segment;
    else if (typeof segment === "string" && /^[A-Za-z_]\w*$/.test(segment)) text += `.${optional}${segment}`;
    else text += `[${optional}${JSON.stringify(segment)}]`;
  }
  return text;
}

/** The error for a first name that expressions do not have. */
export function unknownRoot(expression: string, name: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message: `There is no "${name}"`,
    expression,
    path: name,
    hint:
      syntaxHint(expression) ??
      `Write payload.${name} for a field of the event's payload, steps.${name} for a step's output; expressions see ${RESERVED_ROOTS.join(", ")}`,
  });
}
