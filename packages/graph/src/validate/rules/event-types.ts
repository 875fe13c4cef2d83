import { descriptorOf } from "../../interpret/constructs/index.ts";
import { MAX_EVENT_HOPS } from "../../definition/limits.ts";
import { triggerId } from "../../definition/trigger.ts";
import { isHeard, listeningOf } from "../../match/compile-triggers.ts";
import { isTypePattern, typePatternProblem } from "../../match/type-pattern.ts";
import type { Rule } from "../rule.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";

/**
 * The event type that a node waits for must be a valid pattern. A workflow that emits an event for its own trigger gets a
 * warning, because each of its executions would start the next one. A type that contains a template is not checked, because
 * its value is not known yet.
 */
export const eventTypes: Rule = function* ({ nodes, triggers, workflow, nodePath }) {
  for (const [index, { id, type, data }] of nodes.entries()) {
    const { eventType } = data;
    if (typeof eventType !== "string" || holdsTemplate(eventType)) continue;
    const place = { path: `${nodePath(index)}/data/eventType`, node: id };
    if (descriptorOf(type)?.awaits?.kind === "event" && !isTypePattern(eventType))
      yield { code: "INVALID_EVENT_TYPE", severity: "error", ...place, ...typePatternProblem(eventType) };
    if (type !== "emit_event") continue;
    // Without a source of its own the event names its execution, which no trigger can.
    const emitted = { type: eventType, source: typeof data["source"] === "string" ? data["source"] : "" };
    const own = triggers.findIndex((trigger, position) => {
      const listening = listeningOf(trigger, position, workflow?.id ?? "");
      return listening !== null && isHeard(listening, emitted);
    });
    if (own === -1) continue;
    const trigger = triggers[own]!;
    const unless = trigger.condition === undefined ? "" : ", unless its condition keeps the event out";
    yield {
      code: "EMITS_OWN_TRIGGER",
      severity: "warning",
      ...place,
      message: `"${id}" emits "${eventType.slice(0, 80)}", which the trigger "${triggerId(trigger, own)}" of this workflow takes${unless}: each execution starts the next one, ${MAX_EVENT_HOPS} at most.`,
      hint: "Emit another type, or give the trigger a condition under which the chain ends.",
    };
  }
};
