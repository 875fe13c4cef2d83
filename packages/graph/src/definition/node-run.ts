import type { Json, JsonObject } from "./json.ts";
import type { LogReport } from "../trace/reports.ts";

/** The activity that runs one node by itself: the API starts it by this name, workers carry it out. */
export const NODE_RUN_ACTIVITY = "tempograph.runNode";

/** Prefix of the id of such a run. No execution's id has it, and such runs are not mirrored. */
export const NODE_RUN_PREFIX = "run-node-";

/** Its one argument. */
export interface NodeRunRequest {
  /** Node type. */
  readonly type: string;
  /** Rendered. */
  readonly input: JsonObject;
  readonly nodeId: string;
  /** I5: the same on every attempt. */
  readonly idempotencyKey: string;
}

/** A line that the node logged, without secrets (I10). */
export type NodeRunLog = Pick<LogReport, "level" | "message" | "fields" | "at">;

/** What only the worker knows about a run. It is part of the result, or the second element of the failure's details. */
export interface NodeRunAttempt {
  /** Number of the last attempt, from 1. */
  readonly attempts: number;
  /** Of the last attempt. */
  readonly logs: readonly NodeRunLog[];
}

/** What it returns. */
export interface NodeRunResult extends NodeRunAttempt {
  readonly output: Json;
  readonly port: string;
}
