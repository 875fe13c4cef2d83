import type { Json } from "@tempograph/graph";

/** An event to store. Its texts and data have passed the edge's checks: no `\u0000`, no lone surrogate, sizes within limits. */
export interface EventInput {
  /** Default `event`. */
  readonly type?: string;
  /** Default `api`. */
  readonly source?: string;
  readonly subject?: string;
  /** RFC 3339; default: when it is stored. */
  readonly time?: string;
  /** The sender's CloudEvents id: with `source` it serves as the idempotency key where there is none. */
  readonly id?: string;
  readonly data: Json;
  /** A second event with the same key is answered with the first. */
  readonly idempotencyKey?: string;
  /** Id of the event that this one sends again. It is an event of its own, with executions of its own (I2). */
  readonly resendOf?: string;
  /** Executions in the chain of emitted events that led to it. Default 0: from outside. */
  readonly hops?: number;
}

/**
 * What became of an event: stored under a new id; found, stored before under the same idempotency key; or refused,
 * since that key was used for other content. `id` is the stored event's.
 */
export type IngestResult =
  | { readonly outcome: "stored" | "deduplicated"; readonly id: string }
  | { readonly outcome: "conflict"; readonly id: string };
