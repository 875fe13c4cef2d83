import type { Json } from "@tempograph/graph";

/** An event that has passed every check. */
export interface EventToStore {
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly data: Json;
  readonly idempotencyKey?: string;
}

/** What became of it: stored, found stored under the same key, or refused since that key was used for another event. */
export type StoredEvent =
  | { readonly outcome: "stored" | "deduplicated"; readonly id: string }
  | { readonly outcome: "conflict"; readonly id: string };

/** Where events go. It answers after commit (I1), one answer for each event, in their order. */
export type EventStore = (events: readonly EventToStore[]) => Promise<readonly StoredEvent[]>;
