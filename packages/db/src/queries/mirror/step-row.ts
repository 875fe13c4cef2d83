import type { Failure, Json } from "@tempograph/graph";
import type { StepStatus } from "../executions/step-record.ts";

/** A step as the mirror writes it. Times in ms since epoch. */
export interface StepRow {
  readonly path: string;
  /** Order of first appearance. */
  readonly position: number;
  /** Begun in an earlier run of the chain: what this row does not know stays as it is. */
  readonly isResumed?: boolean;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly port: string | null;
  readonly input: Json;
  readonly output: Json;
  readonly failure: Failure | null;
  readonly attempts: number;
  readonly scheduledAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}
