import type { Json, JsonObject } from "../definition/json.ts";

/** The workflow whose execution a step belongs to. */
export type StepWorkflow = { readonly id: string; readonly name: string; readonly version: number };

/**
 * The second argument of each activity: what the activity's host needs to know about the step. The first argument is the
 * node's rendered input. The number of the attempt is not here, because every Temporal SDK has it in the activity's context.
 */
export type StepMeta = {
  /** Default: the id of the Temporal workflow. */
  readonly executionId?: string;
  /** The same on every attempt of the step (I5). */
  readonly idempotencyKey: string;
  /** Unique in the execution; it is also the id of the activity. For example `each[3]/notify`. */
  readonly path: string;
  readonly nodeId: string;
  readonly workflow: StepWorkflow;
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
};

/**
 * Reads what an activity returned. The interpreter and the mirror both use this function, so that a result has the same
 * meaning live and in a history. A result that is not an object counts as a result without output, and a field of the
 * wrong type counts as absent.
 */
export function stepResult(value: unknown): StepResult {
  const { output, port, time, path } = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof StepResult, Json>
  >;
  return {
    output: output as Json,
    ...(typeof port === "string" && port !== "" && { port }),
    ...(typeof time === "number" && { time }),
    ...(typeof path === "string" && { path }),
  };
}

/** The arguments of a step's activity, in order. */
export type StepArguments = readonly [input: JsonObject, meta: StepMeta];
