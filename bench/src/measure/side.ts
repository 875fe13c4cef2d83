import type { CpuParts } from "./cpu-meter.ts";

/** One of the sides that are compared, in the form that all measurements use. */
export type Side = {
  readonly name: "handWritten" | "tempograph" | "burst" | "floor";
  /** The steps of each execution that the echo server gets, sorted. */
  readonly calls: string;
  /** Sends event `n` over HTTP; resolves with the answer. */
  send(n: number): Promise<void>;
  /** The CPU seconds used so far by everything that works for this side. */
  cpu(): CpuParts;
  /** Resolves when all work after the closes of these Temporal workflow ids is done. */
  caughtUp(): Promise<void>;
  /** The milliseconds from an execution's close in Temporal to its mirrored rows. */
  mirrorLag?(workflowId: string, closedAt: number): number | undefined;
  /** Checks these executions beyond their status in Temporal, and throws if something is wrong. */
  verify?(workflowIds: readonly string[]): Promise<void>;
};
