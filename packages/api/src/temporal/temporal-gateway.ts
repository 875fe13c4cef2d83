import type { TemporalNamespace } from "@tempograph/db";
import type { Json, OperationRequest } from "@tempograph/graph";

export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly payload: Json;
}

/** `notFound`: Temporal has no open execution with this id. `unavailable`: Temporal may or may not have got the request. */
export type OperationResult = "done" | "notFound" | "unavailable";

/** The outcome of an operation. `timeout`: no worker answered in time, and the operation may still happen. */
export type SteerAnswer =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: "notFound" | "unavailable" | "timeout" };

/** The requests that the API makes to Temporal. No method throws because Temporal is down. */
export interface TemporalGateway {
  /** Cancels an execution. Repeating the request with the same `requestId` has no further effect. */
  cancel(executionId: string, reason: string, requestId?: string): Promise<OperationResult>;
  terminate(executionId: string, reason: string): Promise<OperationResult>;
  signal(executionId: string, signal: Signal): Promise<OperationResult>;
  /** Signs an operation and sends it as the Update `steer`. The request's id is the Update's id, so a repeated request counts once. */
  steer(executionId: string, request: OperationRequest): Promise<SteerAnswer>;
  /** Lets the Schedule of a trigger fire now, or for the times of a span that is over. `notFound`: Temporal has no such Schedule. */
  fireSchedule(scheduleId: string, span?: { readonly from: Date; readonly to: Date }): Promise<OperationResult>;
  /** When a Schedule fires next, in ms since the epoch, with its jitter; null if Temporal does not answer or has no such Schedule. */
  scheduleTimes(scheduleId: string): Promise<readonly number[] | null>;
  /** Which namespace it reaches; null if Temporal does not tell. */
  identify(): Promise<TemporalNamespace | null>;
  /** The milliseconds of a round trip; null if Temporal does not answer. */
  latency(): Promise<number | null>;
  close(): Promise<void>;
}
