import { isTypePattern, typePatternProblem } from "../../match/type-pattern.ts";
import { constantConditions } from "./constant-conditions.ts";
import { holdsUnreadTemplate, notRendered } from "./expressions.ts";
import { CONDITION_OPERATORS } from "../../expression/compile-condition.ts";
import type { ExpressionError } from "../../expression/expression-error.ts";
import type { Json } from "../../definition/json.ts";
import { eventCondition } from "../node-expressions.ts";
import type { Rule } from "../rule.ts";

/** `{ "type": "order.placed" }` is read as JSONLogic, because no field of a trigger is in it; a misspelled field was probably meant. */
function unlessField(condition: Json, { code }: ExpressionError): string {
  if (code !== "CONDITION_UNKNOWN_OPERATOR" || typeof condition !== "object" || condition === null) return "";
  const [name = ""] = Object.keys(condition);
  return CONDITION_OPERATORS.includes(name)
    ? ""
    : `If "${name.slice(0, 40)}" is meant as a field of the trigger: there are eventType, condition and id. `;
}

/** Triggers must have distinct ids, valid event type filters and conditions that compile. */
export const triggers: Rule = function* ({ triggers }) {
  const seen = new Set<string>();
  for (const [index, trigger] of triggers.entries()) {
    const path = `/triggers/${index}`;
    const id = trigger.id ?? `trigger${index}`;
    if (seen.has(id)) {
      yield {
        code: "DUPLICATE_TRIGGER_ID",
        severity: "error",
        path: `${path}/id`,
        message: `The id "${id}" is already used by another trigger.`,
        hint: "Give one of the two another id.",
      };
    }
    seen.add(id);
    const { eventType } = trigger;
    if (eventType !== undefined && !isTypePattern(eventType)) {
      yield {
        code: "INVALID_EVENT_TYPE",
        severity: "error",
        path: `${path}/eventType`,
        ...typePatternProblem(eventType),
      };
    }
    if (trigger.condition === undefined) continue;
    const { error } = eventCondition(trigger.condition, `${path}/condition`);
    if (error === undefined) {
      yield* constantConditions(trigger.condition, `${path}/condition`);
      if (holdsUnreadTemplate(trigger.condition)) yield notRendered(`${path}/condition`);
      continue;
    }
    yield {
      code: error.code,
      severity: "error",
      path: `${path}/condition`,
      message: `${error.message}.`,
      hint: `${unlessField(trigger.condition, error)}${error.hint === undefined ? "Correct the condition." : `${error.hint}.`}`,
    };
  }
};
