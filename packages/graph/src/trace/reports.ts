import type { Failure } from "../definition/failure.ts";
import type { JsonObject } from "../definition/json.ts";

/**
 * One attempt of a step, told by the worker when it starts and, completed by `endedAt`, when it ends: what history does
 * not keep. Times in ms since epoch.
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
  readonly startedAt: number;
  readonly endedAt?: number;
  /** With `endedAt`. */
  readonly outcome?: "succeeded" | "failed" | "cancelled";
  readonly failure?: Failure;
  /** Identity of the worker. */
  readonly worker: string;
}

/** A line that a node logged. */
export interface LogReport {
  readonly executionId: string;
  readonly runId: string;
  readonly path: string;
  readonly attempt: number;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  /** Redacted; JSON. */
  readonly fields?: JsonObject;
  /** ms since epoch. */
  readonly at: number;
}
