import type { Failure, Json } from "@tempograph/graph";

export type StepStatus =
  | "scheduled"
  | "running"
  | "waiting"
  | "completed"
  | "completedLate"
  | "failed"
  | "skipped"
  | "cancelled"
  | "notReached"
  /** Failed, and waits for a person. */
  | "incident";

/** One visit of one node. */
export interface StepRecord {
  readonly executionId: string;
  readonly path: string;
  /** Order of first appearance. */
  readonly position: number;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly port: string | null;
  readonly input: Json;
  readonly output: Json;
  readonly failure: Failure | null;
  readonly attempts: number;
  readonly scheduledAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** advisory: told by the worker's live updates, may still change; history: final. */
  readonly knownFrom: "advisory" | "history";
}

/** One try of a step's activity, as its worker told it. */
export interface AttemptRecord {
  readonly executionId: string;
  readonly path: string;
  readonly attempt: number;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly failure: Failure | null;
  readonly worker: string | null;
}

/** One line that a node logged. */
export interface LogRecord {
  /** A bigint in decimal digits. */
  readonly id: string;
  readonly executionId: string;
  readonly path: string;
  readonly attempt: number;
  readonly level: string;
  readonly message: string;
  readonly fields: Json;
  readonly at: Date;
}
