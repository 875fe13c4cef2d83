import type { CpuParts } from "./cpu-meter.ts";

/** One of the contestants, as the measuring sees it: the same for all. */
export type Side = {
  readonly name: "handWritten" | "tempograph" | "burst";
  /** Sends event `n` over HTTP; resolves with the answer. */
  send(n: number): Promise<void>;
  /** CPU seconds so far of all that works for this side. */
  cpu(): CpuParts;
  /** Everything that follows a close is done, too. Takes the Temporal workflow ids. */
  caughtUp(): Promise<void>;
  /** From the close in Temporal to the mirrored rows, in ms, of one execution. */
  mirrorLag?(workflowId: string, closedAt: number): number | undefined;
  /** Throws when something is wrong with these executions beyond what Temporal says. */
  verify?(workflowIds: readonly string[]): Promise<void>;
};
