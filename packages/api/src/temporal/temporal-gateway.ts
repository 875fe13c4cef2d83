import type { Json } from "@tempograph/graph";

export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly payload: Json;
}

/** `notFound`: Temporal knows no open execution of this id. `unavailable`: it may or may not have heard. */
export type Verdict = "done" | "notFound" | "unavailable";

/** What the API asks of Temporal. No method throws because Temporal is down. */
export interface TemporalGateway {
  cancel(executionId: string, reason: string): Promise<Verdict>;
  terminate(executionId: string, reason: string): Promise<Verdict>;
  signal(executionId: string, signal: Signal): Promise<Verdict>;
  /** Milliseconds of a round trip; null where Temporal does not answer. */
  latency(): Promise<number | null>;
  close(): Promise<void>;
}
