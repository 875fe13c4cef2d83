import type { Json } from "@tempograph/graph";

/** One event of Temporal's history, as mirrored (I3). */
export interface HistoryEventRecord {
  readonly executionId: string;
  readonly runId: string;
  /** A bigint in decimal digits. */
  readonly eventId: string;
  readonly eventType: string;
  readonly eventTime: Date;
  /** The whole event as proto3 JSON. */
  readonly attributes: Json;
}
