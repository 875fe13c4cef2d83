import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";
import type { FaultPoint, Logger, Outage } from "@tempograph/runtime";

export interface DelivererOptions {
  readonly db: Database;
  /** The same database, for the connection that listens for notifications. */
  readonly databaseUrl: string;
  readonly client: Client;
  readonly logger: Logger;
  /** Milliseconds between two rounds that no notification began. Default 1,000. */
  readonly pollMs?: number | undefined;
  /** How long a deliverer that died keeps what it took from others. Default 10,000. */
  readonly leaseMs?: number | undefined;
  /** Most signals under way at once. Default 32. */
  readonly batchSize?: number | undefined;
  /** Milliseconds between two removals of what is of no use any more. Default 60,000. */
  readonly sweepMs?: number | undefined;
  /** Only for tests. */
  readonly faultPoint?: FaultPoint<DeliverPoint> | undefined;
}

/** What a deliverer is about to do. */
export type DeliverPoint = "signal" | "settle" | "end" | "settleEnd";

/** What the parts of a deliverer work with. */
export interface DeliverParts extends DelivererOptions {
  readonly outage: Outage;
  /** For each call of Temporal. */
  readonly deadlineMs: number;
}
