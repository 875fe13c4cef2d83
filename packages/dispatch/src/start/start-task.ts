import type { EventData, Seed } from "@tempograph/graph";

/** An execution that this process alone may start, until its lease ends. */
export interface StartTask {
  readonly id: string;
  readonly workflowId: string;
  readonly version: number;
  readonly triggerId: string;
  readonly event: EventData;
  /** The execution that this one runs again. */
  readonly rerunOf?: string;
  /** What a rerun takes over from it. */
  readonly seed?: Seed;
  /** Starts that failed before by this execution's own fault. */
  readonly failures: number;
  /** On the clock of `performance.now()`. */
  readonly leaseEnds: number;
}
