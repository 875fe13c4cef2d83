import type { StepWorkflow } from "@tempograph/graph";

/** The step whose activity asks something of the world, as `StepMeta` and the attempt's context tell it. */
export interface CallerStep {
  readonly executionId: string;
  readonly path: string;
  /** I5: the same on every attempt; also the key of the reply. */
  readonly idempotencyKey: string;
  readonly workflow: StepWorkflow;
  /** Milliseconds since the step was scheduled: what it waits for counts from there. */
  readonly sinceScheduledMs: number;
  readonly signal: AbortSignal;
}
