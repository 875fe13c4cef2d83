import { isTypePattern, typePatternProblem } from "../../match/type-pattern.ts";
import { constantConditions } from "./constant-conditions.ts";
import { holdsUnreadTemplate, notRendered } from "./expressions.ts";
import { eventCondition } from "../node-expressions.ts";
import type { Rule } from "../rule.ts";

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
      hint: error.hint === undefined ? "Correct the condition." : `${error.hint}.`,
    };
  }
};
