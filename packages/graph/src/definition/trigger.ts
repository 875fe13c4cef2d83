import type { Json } from "./json.ts";

/** What starts a workflow: the first of its triggers that matches, once. A union by `kind`. */
export type Trigger = EventTrigger;
export type TriggerKind = NonNullable<Trigger["kind"]>;

/** Starts the workflow for an event that is sent to Tempograph. */
export interface EventTrigger {
  /** Absent means `event`: triggers were stored without a kind before there was another. */
  readonly kind?: "event";
  /** Unique in the workflow; `trigger` + index where absent. */
  readonly id?: string;
  /** CloudEvents `type` that the event must have: `order.created`, `order.*`; absent or `*` matches every type. */
  readonly eventType?: string;
  /** JSONLogic over the event, where the payload's own fields stand at the top, or one template. Absent matches every event. */
  readonly condition?: Json;
}

/** The fields of each kind that mean something; whatever else stands in a trigger is the editor's. */
export const TRIGGER_FIELDS: Readonly<Record<TriggerKind, ReadonlySet<string>>> = {
  event: new Set(["kind", "id", "eventType", "condition"]),
};

export function triggerKind({ kind = "event" }: Trigger): TriggerKind {
  return kind;
}
