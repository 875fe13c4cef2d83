import type { Json, JsonObject } from "@tempograph/graph";

/** An event to store. The caller has checked its texts and data: no `\u0000`, no lone surrogate, sizes within the limits. */
export interface EventInput {
  /** The id of the event, from `newId("evt")`, for a caller that writes something about it before. Default: a new one. */
  readonly eventId?: string;
  /** The project whose workflows it may start. Default `main`. */
  readonly project?: string;
  /** Default `event`. */
  readonly type?: string;
  /** Default `api`. */
  readonly source?: string;
  readonly subject?: string;
  /** A moment in RFC 3339. Default: the moment when the event is stored. */
  readonly time?: string;
  /** The sender's CloudEvents id. Together with `source` it is the idempotency key if none is given. */
  readonly id?: string;
  /** Attributes of a CloudEvent for which there is no field here. They are kept, and a repetition may differ in them. */
  readonly attributes?: JsonObject;
  readonly data: Json;
  /** A second event with the same key and content is not stored; the answer names the first event. */
  readonly idempotencyKey?: string;
  /** What has to be equal for a repetition. Default: `data`. */
  readonly compared?: Json;
  /** The id of the event that this one repeats. The repetition is an event of its own, with its own executions (I2). */
  readonly resendOf?: string;
  /** The number of executions in the chain of emitted events that led to this event. Default 0: the event comes from outside. */
  readonly hops?: number;
}

/**
 * The outcome of an event. `stored`: it has a new id. `deduplicated`: an equal event was stored before under the same
 * idempotency key. `conflict`: the key was used before for different content, so the event is refused. `id` is the id of the
 * stored event.
 */
export type IngestResult =
  | { readonly outcome: "stored" | "deduplicated"; readonly id: string }
  | { readonly outcome: "conflict"; readonly id: string };
