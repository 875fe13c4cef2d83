import type { Json } from "../../definition/json.ts";
import { pointer } from "../../definition/json-pointer.ts";
import type { Problem } from "../../definition/problem.ts";
import { walkJson } from "../../definition/walk-json.ts";
import { ExpressionError } from "../../expression/expression-error.ts";
import { compileCel } from "../../expression/template/compile-cel.ts";
import { parseText } from "../../expression/template/parse-text.ts";
import { fieldsOf } from "../node-fields.ts";
import type { Rule } from "../rule.ts";

/** In CEL an integer divided by an integer is an integer: `7 / 2` is 3, and `size(payload.items) / 2` is rounded down. */
export const integerDivision: Rule = function* ({ nodes, triggers, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    for (const { name, value } of fieldsOf(node)) {
      const at = `${nodePath(index)}/data${pointer(name)}`;
      for (const problem of divisionsIn(value, at)) yield { ...problem, node: node.id };
    }
  }
  for (const [index, { condition }] of triggers.entries()) {
    if (typeof condition === "string") yield* divisionsIn(condition, `/triggers/${index}/condition`);
  }
};

function divisionsIn(value: Json, at: string): Problem[] {
  const found: Problem[] = [];
  walkJson(value, (text, place) => {
    if (typeof text === "string" && text.includes("{{") && text.includes("/")) {
      for (const source of formulasOf(text)) if (divides(source)) found.push(problemOf(source, at + place.path()));
    }
    return "into";
  });
  return found;
}

function formulasOf(text: string): readonly string[] {
  try {
    return parseText(text).flatMap((part) =>
      typeof part === "string" || !part.source.includes("/") ? [] : part.source,
    );
  } catch (error) {
    // The rule on expressions reports templates that do not parse.
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

function divides(source: string): boolean {
  try {
    return compileCel(source, "").dividesIntegers;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function problemOf(source: string, path: string): Problem {
  const shown = source.length > 80 ? `${source.slice(0, 80)}…` : source;
  return {
    code: "INTEGER_DIVISION",
    severity: "warning",
    path,
    message: `{{ ${shown} }} divides an integer by an integer, which drops the fraction: 7 / 2 is 3.`,
    hint: "Write double(…) around one side for a number with a fraction, or int(…) around the division where the whole number is meant.",
  };
}
