import type { Json } from "../../definition/json.ts";
import { createBudget, type Budget } from "../budget.ts";
import { compileCondition } from "../compile-condition.ts";
import { truthy } from "../condition/coerce.ts";
import { formulaOf } from "../condition/text-condition.ts";
import { ExpressionError } from "../expression-error.ts";
import type { ExpressionScope } from "../expression-scope.ts";
import { cut, type ConditionOperand, type ConditionPart, type SplitCondition } from "./condition-part.ts";
import { splitCel } from "./split-cel.ts";
import { splitLogic } from "./split-logic.ts";

/** Parts beyond this number are left out of a trace. */
const MAX_PARTS = 200;
/** Longer values, as JSON, are cut and become a text. */
const MAX_VALUE = 500;

/**
 * The condition of a trigger with the values that it had for one event: each part, the actual values, and whether it holds. In contrast
 * to a real evaluation, which stops where the result is certain, all parts are evaluated. They share one budget, so that a trace is
 * as bounded as the condition itself; a part beyond it has a problem instead of a value.
 *
 *     traceCondition({ ">": [{ var: "score" }, 80] }, scope)
 *     // { text: "score > 80", holds: false, operands: [{ text: "score", value: 72 }, { text: "80", value: 80 }], … }
 */
export function traceCondition(condition: Json, scope: ExpressionScope, facts: readonly string[] = []): ConditionPart {
  const tracing: Tracing = { scope, facts, budget: createBudget(), parts: 0 };
  try {
    const formula = typeof condition === "string" ? formulaOf(condition) : undefined;
    return trace(tracing, formula === undefined ? splitLogic(condition) : splitCel(formula));
  } catch (error) {
    // A condition that does not even parse.
    const text = cut(typeof condition === "string" ? condition : JSON.stringify(condition));
    return { kind: "test", text, holds: null, problem: messageOf(error), parts: [], operator: null, operands: [] };
  }
}

interface Tracing {
  readonly scope: ExpressionScope;
  readonly facts: readonly string[];
  readonly budget: Budget;
  parts: number;
}

function trace(tracing: Tracing, { kind, text, parts, operator, operands, condition }: SplitCondition): ConditionPart {
  tracing.parts += 1;
  if (kind === "test") {
    const missing = operands.find(({ text: written }) => isUnread(tracing, written));
    const value =
      missing === undefined
        ? attempt(() => valueOf(tracing, condition))
        : { problem: `${missing.text} was not read, because the other parts decide.` };
    const holds = "problem" in value ? null : holdsOf(condition, value.value);
    const problem = "problem" in value ? value.problem : holds === null ? "It gives neither true nor false." : null;
    const traced = operands.map(({ text: written, condition: read, isConstant }): ConditionOperand => {
      const found = isUnread(tracing, written) ? NOTHING : attempt(() => valueOf(tracing, read));
      return { text: written, isConstant, value: "problem" in found ? null : shortened(found.value) };
    });
    return { kind, text, holds, problem, parts: [], operator, operands: traced };
  }
  const traced: ConditionPart[] = [];
  for (const part of parts) if (tracing.parts < MAX_PARTS) traced.push(trace(tracing, part));
  const whole = traced.length < parts.length ? attempt(() => valueOf(tracing, condition)) : undefined;
  const holds =
    whole === undefined ? composed(kind, traced) : "problem" in whole ? null : holdsOf(condition, whole.value);
  return { kind, text, holds, problem: null, parts: traced, operator, operands: [] };
}

const NOTHING = { value: null };

/** Whether it is a state entry or a lookup that nobody has asked for. A field of the payload with such a name is not meant. */
function isUnread({ scope, facts }: Tracing, text: string): boolean {
  return facts.some((root) => text.startsWith(`${root}.`) && scope.root(root) === undefined);
}

function composed(kind: "all" | "any" | "not", parts: readonly ConditionPart[]): boolean | null {
  if (kind === "not") return parts[0]?.holds == null ? null : !parts[0].holds;
  const decides = kind === "any";
  if (parts.some(({ holds }) => holds === decides)) return decides;
  return parts.some(({ holds }) => holds === null) ? null : !decides;
}

function valueOf({ scope, facts, budget }: Tracing, condition: Json): Json {
  return compileCondition(condition, { facts }).value(scope, budget, "trigger");
}

/** In JSONLogic every value counts as true or false, in CEL only true and false do. */
function holdsOf(condition: Json, value: Json): boolean | null {
  if (typeof condition !== "string" || formulaOf(condition) === undefined) return truthy(value);
  return typeof value === "boolean" ? value : null;
}

function attempt(evaluate: () => Json): { readonly value: Json } | { readonly problem: string } {
  try {
    return { value: evaluate() };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ExpressionError) return `${error.message}.`;
  throw error;
}

function shortened(value: Json): Json {
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE ? value : cut(text, MAX_VALUE);
}
