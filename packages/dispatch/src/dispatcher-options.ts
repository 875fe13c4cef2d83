import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";
import type { PrepareLookup } from "./ask/look-up.ts";
import type { FaultPoint, Logger } from "@tempograph/runtime";
import type { NamespaceGuard } from "./namespace/namespace-guard.ts";
import type { SearchAttributeUse } from "./start/search-attributes.ts";

export interface DispatcherOptions {
  readonly db: Database;
  /** The same database, for the connection that listens for notifications. */
  readonly databaseUrl: string;
  /** Eager start works only if its connection is the worker's own NativeConnection. */
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  /** Keeps executions from being started in another namespace than theirs. Absent: any is right. */
  readonly guard?: Pick<NamespaceGuard, "check" | "isOurs"> | undefined;
  /** Whether Temporal shall send the first workflow task with its answer to the start. This needs a worker on `taskQueue` in this process. */
  readonly eager: boolean;
  /** Called when Temporal has accepted the execution. The execution's row does not say so yet. */
  readonly onStarted?: ((executionId: string, runId: string) => void) | undefined;
  /** Called when Temporal has sent the first workflow task of a run with its answer to the start. */
  readonly onEagerStart?: ((runId: string) => void) | undefined;
  /**
   * Whether the worker has more to do than it gets done. Then executions wait in Postgres, where workflows and projects take turns, and the
   * dispatcher starts one in a second. Default: never.
   */
  readonly isBehind?: (() => boolean) | undefined;
  /** The most events in one transaction. Default 100. */
  readonly batchSize?: number | undefined;
  /** Executions that are being started at once. More would only wait in Temporal, where they have no order. Default 16. */
  readonly maxConcurrentStarts?: number | undefined;
  /** Milliseconds until the next round if no notification comes. Default 1,000. */
  readonly pollMs?: number | undefined;
  /** Milliseconds until another dispatcher may take over the starts of one that died. Default 10,000. */
  readonly leaseMs?: number | undefined;
  /** How often Temporal may refuse to start an execution before the execution fails. Default 5. */
  readonly maxStartFailures?: number | undefined;
  /** The number of history events after which a run continues as new. Default: when Temporal suggests it (4,096). */
  readonly historyLimit?: number | undefined;
  /** Absent: executions start without search attributes. */
  readonly searchAttributes?: SearchAttributeUse | undefined;
  /** Runs the nodes that conditions of triggers ask. Absent: pairs that need one wait. */
  readonly prepareLookup?: PrepareLookup | undefined;
  /** Only for tests and benchmarks: executions accept operations that nobody has signed. */
  readonly unsignedOperations?: boolean | undefined;
  /** Milliseconds after which a loop that gets no further counts as still. Default 20,000. */
  readonly stillMs?: number | undefined;
  /** Only for tests. */
  readonly faultPoint?: FaultPoint<DispatchPoint> | undefined;
}

/** The effects of a dispatcher before which a test may stop it. */
export type DispatchPoint =
  | "claim"
  | "insert"
  | "commit"
  | "sweep"
  | "start"
  | "mark"
  | "delay"
  | "release"
  | "released";
