import type { Json } from "./json.ts";

/** A trigger starts a workflow. An event starts it only once, by the first trigger that matches. The type is a union by `kind`. */
export type Trigger = EventTrigger;
export type TriggerKind = NonNullable<Trigger["kind"]>;

/** Starts the workflow for an event that is sent to Tempograph. */
export interface EventTrigger {
  /** Absent means `event`, because older triggers were stored without a kind. */
  readonly kind?: "event";
  /** Unique in the workflow. Default: `trigger` and the index, such as `trigger0`. */
  readonly id?: string;
  /** CloudEvents `type` that the event must have: `order.created`, `order.*`; absent or `*` matches every type. */
  readonly eventType?: string;
  /** JSONLogic on the event, which can read fields of the payload by their names, or one template in CEL. Absent matches every event. */
  readonly condition?: Json;
}

/** The fields of each kind that have a meaning. Any other field of a trigger belongs to the editor and is ignored. */
export const TRIGGER_FIELDS: Readonly<Record<TriggerKind, ReadonlySet<string>>> = {
  event: new Set(["kind", "id", "eventType", "condition"]),
};

export function triggerKind({ kind = "event" }: Trigger): TriggerKind {
  return kind;
}
