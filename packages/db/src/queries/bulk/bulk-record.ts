import type { JsonObject } from "@tempograph/graph";

export type BulkStatus = "running" | "stopped" | "completed";
export type BulkOutcome = "pending" | "done" | "skipped" | "failed";

/** One operation on many executions. */
export interface BulkJobRecord {
  /** `blk_…` */
  readonly id: string;
  /** Order of creation; a bigint in decimal digits. */
  readonly seq: string;
  readonly actor: string;
  readonly actorRoles: readonly string[];
  readonly action: string;
  readonly input: JsonObject;
  readonly filter: JsonObject;
  readonly status: BulkStatus;
  readonly total: number;
  readonly done: number;
  /** There was nothing to do any more: it had ended, or somebody else did it. */
  readonly skipped: number;
  readonly failed: number;
  /** Why it does not go on at the moment. */
  readonly waitingFor: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** What a job does to one execution. */
export interface BulkItemRecord {
  readonly jobId: string;
  readonly ordinal: number;
  readonly executionId: string;
  /** Of the step, where it is about one. */
  readonly path: string | null;
  readonly outcome: BulkOutcome;
  readonly code: string | null;
  readonly message: string | null;
  /** Of a rerun: the new execution's id. */
  readonly result: string | null;
}
