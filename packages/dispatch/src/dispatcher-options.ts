import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";
import type { FaultPoint, Logger } from "@tempograph/runtime";
import type { SearchAttributeUse } from "./start/search-attributes.ts";

export interface DispatcherOptions {
  readonly db: Database;
  /** The same database, for the connection that listens for notifications. */
  readonly databaseUrl: string;
  /** For eager start its connection is the worker's own NativeConnection. */
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  /** Ask Temporal for the first workflow task with the start's answer: needs a worker on `taskQueue` in this process. */
  readonly eager: boolean;
  /** Temporal took the execution; its row does not say so yet. */
  readonly onStarted?: ((executionId: string, runId: string) => void) | undefined;
  /** Most events in one transaction. Default 100. */
  readonly batchSize?: number | undefined;
  /** Default 48. */
  readonly maxConcurrentStarts?: number | undefined;
  /** Milliseconds between two rounds that no notification began. Default 1,000. */
  readonly pollMs?: number | undefined;
  /** How long a dispatcher that died keeps its starts from others. Default 10,000. */
  readonly leaseMs?: number | undefined;
  /** How often Temporal may refuse an execution before that fails. Default 5. */
  readonly maxStartFailures?: number | undefined;
  /** History events after which a run goes on in a new one. Default: Temporal's own suggestion (4,096). */
  readonly historyLimit?: number | undefined;
  /** Absent: executions start without search attributes. */
  readonly searchAttributes?: SearchAttributeUse | undefined;
  /** Only for tests. */
  readonly faultPoint?: FaultPoint<DispatchPoint> | undefined;
}

/** What a dispatcher is about to do. */
export type DispatchPoint = "claim" | "insert" | "commit" | "sweep" | "start" | "mark" | "delay";
