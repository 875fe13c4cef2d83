import type { Json, JsonObject } from "./json.ts";
import type { LogReport } from "../trace/reports.ts";

/** The name of the activity that runs a single node outside any execution. The API starts it, and workers carry it out. */
export const NODE_RUN_ACTIVITY = "tempograph.runNode";

/** The prefix of the id of such a run. No execution has an id with this prefix, and such runs are not mirrored. */
export const NODE_RUN_PREFIX = "run-node-";

/**
 * The node type behind the operation `connectionTest`: a run by itself that tries the credentials of `data.connection` out. Workers
 * carry it out, but graphs cannot use it, because no worker registers it.
 */
export const CONNECTION_TEST_NODE = "connection_test";

/** The node type behind `connectionAuthorize` and its answer, in the same way. */
export const CONNECTION_SIGN_IN_NODE = "connection_sign_in";

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

/** Makes the id of a node's run by itself. It names the project of the caller, because no execution does. */
export function nodeRunId(project: string, id: string): string {
  return `${NODE_RUN_PREFIX}${project}.${id}`;
}

/** The project in an id that `nodeRunId` has made; undefined for every other id. */
export function projectOfNodeRun(id: string): string | undefined {
  if (!id.startsWith(NODE_RUN_PREFIX)) return undefined;
  const dot = id.indexOf(".", NODE_RUN_PREFIX.length);
  return dot === -1 ? undefined : id.slice(NODE_RUN_PREFIX.length, dot);
}
