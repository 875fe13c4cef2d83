import type { Json, OperationRequest } from "@tempograph/graph";

export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly payload: Json;
}

/** `notFound`: Temporal knows no open execution of this id. `unavailable`: it may or may not have heard. */
export type OperationResult = "done" | "notFound" | "unavailable";

/** What became of an operation. `timeout`: nobody answered in time, and it may still happen. */
export type SteerAnswer =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: "notFound" | "unavailable" | "timeout" };

/** What the API asks of Temporal. No method throws because Temporal is down. */
export interface TemporalGateway {
  /** `requestId`: the same one counts once. */
  cancel(executionId: string, reason: string, requestId?: string): Promise<OperationResult>;
  terminate(executionId: string, reason: string): Promise<OperationResult>;
  signal(executionId: string, signal: Signal): Promise<OperationResult>;
  /** An operation, as the Update `steer`: the request's id is the Update's, so the same one counts once. */
  steer(executionId: string, request: OperationRequest): Promise<SteerAnswer>;
  /** Milliseconds of a round trip; null where Temporal does not answer. */
  latency(): Promise<number | null>;
  close(): Promise<void>;
}
