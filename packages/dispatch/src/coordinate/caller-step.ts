import type { StepWorkflow } from "@tempograph/graph";

/** The step whose activity makes the request, described by `StepMeta` and by the context of the attempt. */
export interface CallerStep {
  readonly executionId: string;
  readonly path: string;
  /** The same on every attempt (I5). The reply carries it as its key. */
  readonly idempotencyKey: string;
  readonly workflow: StepWorkflow;
  /** Milliseconds since the step was scheduled. A wait for an event begins at that moment, not with this attempt. */
  readonly sinceScheduledMs: number;
  readonly signal: AbortSignal;
}
