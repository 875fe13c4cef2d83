import type { ExecutionLimits } from "./execution-limits.ts";
import type { JsonObject } from "./json.ts";
import type { Join, Lane, OnError } from "./graph.ts";

/**
 * The version of the rules that an interpreter follows. An execution keeps the version that it was started with (I8), and
 * this interpreter supports every earlier version too. `docs/decisions` says what each version changed.
 */
export const INTERPRETER_VERSION = 4;

/**
 * A published version in which everything is fixed that could change later (rule 14): defaults of the node types, ports,
 * lanes, durations in milliseconds. It is plain JSON and part of the input of each execution.
 */
export interface Definition {
  readonly formatVersion: 1;
  readonly interpreterVersion: number;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly nodes: readonly DefinitionNode[];
  readonly edges: readonly DefinitionEdge[];
  /** Limits below those of the interpreter version (rule 15). Only tests set them. */
  readonly limits?: Partial<ExecutionLimits>;
}

export interface DefinitionNode {
  readonly id: string;
  readonly type: string;
  readonly runs: "machine" | "activity";
  readonly data: JsonObject;
  /**
   * JSON Pointers, inside `data`, of the texts with templates that are URLs: values are encoded for their place. A version that
   * was published before there was this field puts values in as they are (I8).
   */
  readonly urls?: readonly string[];
  readonly label?: string;
  readonly parentId?: string;
  readonly join: Join;
  /** Every port that the node can end on, `error` excluded. */
  readonly ports: readonly string[];
  readonly lane: Lane;
  readonly onError: OnError;
  readonly compensate?: string;
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutPolicy;
  /** The Temporal task queue of the activity. Absent: that of the interpreter. */
  readonly taskQueue?: string;
}

export interface DefinitionEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** A port of `source`: `out`, `error`, a case label … */
  readonly port: string;
}

/** Milliseconds throughout. */
export interface RetryPolicy {
  /** 0 means no limit. */
  readonly maximumAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maximumIntervalMs: number;
  readonly nonRetryable: readonly string[];
}

/** Milliseconds throughout. */
export interface TimeoutPolicy {
  readonly startToCloseMs: number;
  readonly scheduleToCloseMs?: number;
  readonly heartbeatMs?: number;
}
