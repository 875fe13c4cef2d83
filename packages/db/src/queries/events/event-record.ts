import type { Json } from "@tempograph/graph";

/** A stored event. */
export interface EventRecord {
  readonly id: string;
  /** Order of arrival; a bigint in decimal digits. */
  readonly seq: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
  readonly idempotencyKey: string | null;
  /** The event that this one sends again. */
  readonly resendOf: string | null;
  readonly receivedAt: Date;
  /** Null: waits for the dispatcher. */
  readonly dispatchedAt: Date | null;
  /** How many executions came of it; null until dispatched. */
  readonly matched: number | null;
}
