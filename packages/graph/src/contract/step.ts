import type { Json, JsonObject } from "../definition/json.ts";

/** The workflow whose execution a step belongs to. */
export type StepWorkflow = { readonly id: string; readonly name: string; readonly version: number };

/**
 * Second argument of each activity: what its host is told of the step. The first argument is the node's rendered input.
 * The attempt is Temporal's matter: every SDK has it in the activity's context.
 */
export type StepMeta = {
  /** Default: the id of the Temporal workflow. */
  readonly executionId?: string;
  /** I5: the same on every attempt. */
  readonly idempotencyKey: string;
  /** Unique in the execution, and the activity's id: `each[3]/notify`. */
  readonly path: string;
  readonly nodeId: string;
  readonly workflow: StepWorkflow;
};

/** What an activity returns. */
export type StepResult = {
  readonly output: Json;
  /** The port that the node ends on. Default `out`. */
  readonly port?: string;
  /** ms since epoch, at the end of the attempt: the only clock of a program with burst steps (rule 11). */
  readonly time?: number;
  /** Of a local activity: its marker does not carry the activity's id. */
  readonly path?: string;
};

/** First element of an ApplicationFailure's `details`; the failure's `type` is the error code. */
export type FailureDetails = {
  readonly message: string;
  readonly path: string;
  readonly hint?: string;
  readonly details?: Json;
  /** ms since epoch, at the end of the attempt. */
  readonly time?: number;
};

/**
 * Reads what an activity returned, the same live and from a history. A result that is no object counts as one without
 * output; so does a field of the wrong type as one that is absent.
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
