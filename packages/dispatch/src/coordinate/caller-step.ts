/** The step that calls an operation between executions. */
export interface CallerStep {
  readonly executionId: string;
  readonly path: string;
  /** I5: the same on every attempt; also the key of the reply. */
  readonly idempotencyKey: string;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  /** Milliseconds since the step was scheduled: what it waits for counts from there. */
  readonly sinceScheduledMs: number;
  readonly signal: AbortSignal;
}
