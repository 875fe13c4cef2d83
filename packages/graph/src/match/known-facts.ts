import type { JsonObject } from "../definition/json.ts";
import type { FactRoot } from "../expression/expression-scope.ts";

/** What is known beside an event when it is matched with the triggers of a workflow. */
export interface Known {
  /** When the event was stored: milliseconds since the epoch. Conditions on the time read it. */
  readonly receivedAt: number;
  /** The present. Absent: what is held until a moment is held. */
  readonly now?: number | undefined;
  readonly facts?: Facts | undefined;
}

/** By the id of a trigger, what somebody has found out for it. It is stored with the event, so that the answer can be explained later. */
export type Facts = Readonly<Record<string, TriggerFacts>>;

export interface TriggerFacts {
  /** Entries of the memory, by the names by which the condition reads them. */
  readonly state?: JsonObject;
  /** What was looked up, by the names by which the condition reads it. */
  readonly lookup?: JsonObject;
  /** For each of the two, what was asked: what was found for another `when` answers nothing. Absent in facts of earlier versions. */
  readonly asked?: Readonly<Partial<Record<FactRoot, string>>>;
  /** The start because of which `when.history` keeps the trigger from taking the event. Absent: nobody has found one. */
  readonly ranBefore?: RanBefore;
}

export interface RanBefore {
  readonly eventId: string;
  /** Null: it waits for its start, or is part of a batch. */
  readonly executionId: string | null;
  /** RFC 3339. */
  readonly at: string;
}
