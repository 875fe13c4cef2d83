import type { Json, JsonObject } from "./json.ts";
import type { LogReport } from "../trace/reports.ts";

/** The name of the activity that runs a single node outside any execution. The API starts it, and workers carry it out. */
export const NODE_RUN_ACTIVITY = "tempograph.runNode";

/** The prefix of the id of such a run. No execution has an id with this prefix, and such runs are not mirrored. */
export const NODE_RUN_PREFIX = "run-node-";

/** The only argument of this activity. */
export interface NodeRunRequest {
  /** Node type. */
  readonly type: string;
  /** The input with all templates rendered. */
  readonly input: JsonObject;
  readonly nodeId: string;
  /** The same on every attempt (I5). */
  readonly idempotencyKey: string;
}

/** A line that the node logged, without secrets (I10). */
export type NodeRunLog = Pick<LogReport, "level" | "message" | "fields" | "at">;

/** What only the worker knows about a run. It is part of the result, or the second element of the failure's details. */
export interface NodeRunAttempt {
  /** Number of the last attempt, from 1. */
  readonly attempts: number;
  /** The log lines of the last attempt. */
  readonly logs: readonly NodeRunLog[];
}

/** The result of this activity. */
export interface NodeRunResult extends NodeRunAttempt {
  readonly output: Json;
  readonly port: string;
}
