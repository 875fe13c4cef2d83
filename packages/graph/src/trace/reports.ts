import type { Failure } from "../definition/failure.ts";
import type { JsonObject } from "../definition/json.ts";

/**
 * One attempt of a step. The worker reports it when the attempt starts, and again with `endedAt` when the attempt ends,
 * because Temporal's history keeps only the last attempt of an activity. Times are in ms since epoch.
 */
export interface AttemptReport {
  readonly executionId: string;
  readonly runId: string;
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
  readonly lane: "step" | "burst";
  /** Null if only the end is known. */
  readonly startedAt: number | null;
  readonly endedAt?: number;
  /** Present together with `endedAt`. */
  readonly outcome?: "succeeded" | "failed" | "cancelled";
  readonly failure?: Failure;
  /** Identity of the worker that ran the attempt. Null: it is not known, because the worker has vanished. */
  readonly worker: string | null;
}

/** A log line that a node wrote. */
export interface LogReport {
  readonly executionId: string;
  readonly runId: string;
  readonly path: string;
  readonly attempt: number;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  /** Structured fields, with secrets already redacted (I10). */
  readonly fields?: JsonObject;
  /** ms since epoch. */
  readonly at: number;
}
