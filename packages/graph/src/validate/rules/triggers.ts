import { MAX_EVENT_TYPE_LENGTH } from "../../definition/limits.ts";
import { constantCondition, holdsUnreadTemplate, isConstant, notRendered } from "./expressions.ts";
import { eventCondition } from "../node-expressions.ts";
import type { Rule } from "../rule.ts";

/** Triggers can be told apart, filter on something that an event type can be, and their conditions compile. */
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
        message: `The id "${id}" is taken by another trigger.`,
        hint: "Give one of the two another id.",
      };
    }
    seen.add(id);
    const { eventType } = trigger;
    if (eventType !== undefined && !isEventTypeFilter(eventType)) {
      yield {
        code: "INVALID_EVENT_TYPE",
        severity: "error",
        path: `${path}/eventType`,
        message: `"${eventType.slice(0, 80)}" is no filter on event types.`,
        hint: 'Write a whole type ("order.created"), the beginning of one with a dot and a star ("order.*"), or "*".',
      };
    }
    if (trigger.condition === undefined) continue;
    const { error } = eventCondition(trigger.condition, `${path}/condition`);
    if (error === undefined) {
      if (isConstant(trigger.condition)) yield constantCondition(`${path}/condition`, trigger.condition);
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

/** A star stands alone, or at the end behind a dot; anywhere else it would look like a pattern and match nothing. */
function isEventTypeFilter(filter: string): boolean {
  if (filter === "*") return true;
  return (
    filter.length <= MAX_EVENT_TYPE_LENGTH && /^[^*\s]+$/.test(filter.endsWith(".*") ? filter.slice(0, -2) : filter)
  );
}
