import type { StartOrder } from "@tempograph/db";
import type { EventData, Seed } from "@tempograph/graph";
import type { TraceContext } from "@tempograph/runtime";

/** An execution that only this process may start until the lease ends. */
export interface StartTask {
  readonly id: string;
  readonly project: string;
  readonly workflowId: string;
  readonly version: number;
  readonly triggerId: string;
  readonly event: EventData;
  /** The execution that this one runs again. */
  readonly rerunOf?: string;
  /** What a rerun takes over from the execution that it runs again. */
  readonly seed?: Seed;
  /** The trace of the event. */
  readonly trace?: TraceContext | undefined;
  readonly order: StartOrder;
  /** The number of earlier starts that Temporal refused because of this execution itself, not because of an outage. */
  readonly failures: number;
  /** The end of the lease, on the clock of `performance.now()`. */
  readonly leaseEnds: number;
}
