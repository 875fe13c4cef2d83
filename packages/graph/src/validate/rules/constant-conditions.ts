import { isObject, type Json } from "../../definition/json.ts";
import type { Problem } from "../../definition/problem.ts";
import { operandHint } from "../../expression/condition/text-condition.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";

/**
 * Every place of a condition that counts as true or false and reads no value, so that it is always the same: the condition itself, or an
 * operand such as the text of `{ "and": ["payload.x > 1", …] }`. `true` and `false` are accepted as written on purpose.
 */
export function* constantConditions(condition: Json, path: string): Generator<Problem> {
  // A text that is the whole condition is CEL and reported by the compiler.
  if (typeof condition === "number" || condition === null || Array.isArray(condition))
    yield constant(path, condition, `Write a condition such as "{{ payload.total > 1000 }}"`);
  else yield* constantOperands(condition, path);
}

function* constantOperands(rule: Json, path: string): Generator<Problem> {
  if (!isObject(rule)) return;
  for (const [operator, given] of Object.entries(rule)) {
    const operands = Array.isArray(given) ? given : [given];
    for (const [index, operand] of operands.entries()) {
      if (!countsAsTruth(operator, index, operands.length)) continue;
      const at = `${path}/${operator}${Array.isArray(given) ? `/${index}` : ""}`;
      if (typeof operand === "string") {
        if (!holdsTemplate(operand)) yield constant(at, operand, operandHint(operand));
      } else yield* constantConditions(operand, at);
    }
  }
}

/** Of `if`, every second operand is a condition, the last one of an odd number is the value of "else". */
function countsAsTruth(operator: string, index: number, count: number): boolean {
  if (operator === "if" || operator === "?:") return index % 2 === 0 && index < count - 1;
  return ["and", "or", "!", "!!"].includes(operator);
}

function constant(path: string, value: Json, hint: string): Problem {
  const always = Array.isArray(value) ? value.length > 0 : Boolean(value);
  return {
    code: "CONDITION_CONSTANT",
    severity: "warning",
    path,
    message: `This condition reads no value: it is always ${always}.`,
    hint: `${hint}, or ${always} where that is meant.`,
  };
}
