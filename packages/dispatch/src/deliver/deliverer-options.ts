import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";
import type { FaultPoint, Logger, Outage } from "@tempograph/runtime";

export interface DelivererOptions {
  readonly db: Database;
  /** The same database, for the connection that listens for notifications. */
  readonly databaseUrl: string;
  readonly client: Client;
  readonly logger: Logger;
  /** Milliseconds until the next round if no notification comes. Default 1,000. */
  readonly pollMs?: number | undefined;
  /** Milliseconds until another deliverer may take over the rows of one that died. Default 10,000. */
  readonly leaseMs?: number | undefined;
  /** The most rows that are claimed, and sent concurrently, at a time. Default 32. */
  readonly batchSize?: number | undefined;
  /** Milliseconds between two removals of rows that are no longer needed. Default 60,000. */
  readonly sweepMs?: number | undefined;
  /** Only for tests. */
  readonly faultPoint?: FaultPoint<DeliverPoint> | undefined;
}

/** The effects of a deliverer before which a test may stop it. */
export type DeliverPoint = "signal" | "mark" | "end" | "markEnd";

/** What the parts of a deliverer need. */
export interface DeliverParts extends DelivererOptions {
  readonly outage: Outage;
  /** The time limit of each call of Temporal, in milliseconds. */
  readonly deadlineMs: number;
}
