import type { Failure, JsonObject } from "@tempograph/graph";

/** One attempt of a step, told when it starts and, with `endedAt`, when it ends. Times in ms since epoch. */
export interface AttemptReport {
  readonly executionId: string;
  readonly runId: string;
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
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
  readonly level: string;
  readonly message: string;
  readonly fields?: JsonObject;
  /** ms since epoch. */
  readonly at: number;
}
