import type { Json, JsonObject } from "./json.ts";
import type { When } from "./trigger-when.ts";

/**
 * A trigger starts a workflow. An event starts it only once, by the first trigger that matches. What a kind of trigger means is
 * in its description, `triggers/<kind>.ts`.
 */
export type Trigger = EventTrigger | SourceTrigger;

interface TriggerFields {
  /** Unique in the workflow. Default: `trigger` and the index, such as `trigger0`. */
  readonly id?: string;
  /** JSONLogic on the event, which can read fields of the payload by their names, or one template in CEL. Absent matches every event. */
  readonly condition?: Json;
  /** Conditions on more than the event's data: on its time, on executions that came before, on the memory, on what a node looks up. */
  readonly when?: When;
}

/** Starts the workflow for an event that is sent to Tempograph. */
export interface EventTrigger extends TriggerFields {
  /** Absent means `event`, because older triggers were stored without a kind. */
  readonly kind?: "event";
  /** CloudEvents `type` that the event must have: `order.created`, `order.*`; absent or `*` matches every type. */
  readonly eventType?: string;
  /** CloudEvents `source` that the event must have, in full. Absent: every source that callers can name. */
  readonly source?: string;
  readonly config?: undefined;
}

/** Starts the workflow for what its own source tells: a webhook, a schedule, a table of a database. */
export interface SourceTrigger extends TriggerFields {
  /** A kind with a description in `triggers/`. */
  readonly kind: string;
  /** What the source needs to know; the kind's description has its JSON Schema. */
  readonly config: JsonObject;
  readonly eventType?: undefined;
  readonly source?: undefined;
}

export function triggerKind({ kind = "event" }: Trigger): string {
  return kind;
}

/** The id of a trigger, by its position if it has none. */
export function triggerId({ id }: Trigger, index: number): string {
  return id ?? `trigger${index}`;
}
