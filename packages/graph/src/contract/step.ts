import type { Json, JsonObject } from "../definition/json.ts";
import { UnreadablePayload } from "./payload.ts";

/** The workflow whose execution a step belongs to. */
export type StepWorkflow = { readonly id: string; readonly name: string; readonly version: number };

/**
 * The second argument of each activity: what the activity's host needs to know about the step. The first argument is the
 * node's rendered input. The number of the attempt is not here, because every Temporal SDK has it in the activity's context.
 */
export type StepMeta = {
  /** The same on every attempt of the step (I5). */
  readonly idempotencyKey: string;
  /** Unique in the execution; it is also the id of the activity. For example `each[3]/notify`. */
  readonly path: string;
  readonly nodeId: string;
  readonly workflow: StepWorkflow;
  /**
   * How often the step may fail (`most`, 0 is without limit) and how many ms one attempt may take. If it is there, Temporal tries the step without
   * a limit and the worker counts, because only the worker can tell a failure from the end of a worker (`attempts.ts`). Absent: Temporal counts.
   */
  readonly attempts?: { readonly most: number; readonly mostMs: number };
};

/** What an activity returns. */
export type StepResult = {
  readonly output: Json;
  /** The port that the node ends on. Default: `out`. */
  readonly port?: string;
  /** ms since epoch: when the attempt ended. A graph with burst steps takes its time from nothing else (rule 11). */
  readonly time?: number;
  /** The path of the step. A local activity must return it, because the marker in its history has no activity id. */
  readonly path?: string;
};

/** The first element of the `details` of an ApplicationFailure, whose `type` is the error code. */
export type FailureDetails = {
  readonly message: string;
  readonly path: string;
  readonly hint?: string;
  readonly details?: Json;
  /** ms since epoch: when the attempt ended. */
  readonly time?: number;
  /** True if the failure could have been tried again, but the attempts of the step are spent. */
  readonly spent?: boolean;
};

/**
 * Reads what an activity returned, the same live and from a history. A text says why it is no `StepResult`: workers in
 * other languages may return anything. `CONTRACT_SCHEMAS.StepResult` says the same as JSON Schema.
 */
export function stepResult(value: unknown): StepResult | string {
  if (value instanceof UnreadablePayload) return value.why;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is not an object";
  const { output, port, time, path } = value as { readonly [field: string]: Json | undefined };
  if (output === undefined) return "it has no output";
  if (port !== undefined && !isName(port)) return "its port is not a name";
  if (time !== undefined && !(typeof time === "number" && time >= 0)) return "its time is not a number of milliseconds";
  if (path !== undefined && !isName(path)) return "its path is not a path";
  return {
    output,
    ...(port !== undefined && { port }),
    ...(time !== undefined && { time }),
    ...(path !== undefined && { path }),
  };
}

function isName(value: Json): value is string {
  return typeof value === "string" && value !== "";
}

/** The arguments of a step's activity, in order. */
export type StepArguments = readonly [input: JsonObject, meta: StepMeta];
