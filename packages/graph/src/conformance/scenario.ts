import type { ExecutionLimits } from "../definition/execution-limits.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Caller, Operation, RefusalCode } from "../interpret/operation.ts";
import type { LocalRunResult } from "../simulate/local-runner.ts";
import type { Seed } from "../definition/seed.ts";

/** When something happens to an execution. */
export interface Moment {
  /** The time in ms after the start: virtual on the local runner, real on a server. */
  readonly afterMs: number;
  /**
   * `path kind` of a trace entry. On a server, the thing does not happen before the trace contains this entry, so that the
   * scenario does not depend on timing. On the local runner `afterMs` alone decides, and must be later than the entry.
   */
  readonly once?: string;
}

export interface ScriptedSignal extends Moment {
  readonly name: string;
  readonly payload: Json;
}

/** The reply to a caller step: the close of a called execution, an event, or a lock. */
export interface ScriptedReply extends Moment {
  readonly path: string;
  readonly reply: Json;
}

export interface ScriptedOperation extends Moment {
  readonly operation: Operation;
  /** Default: `{ name: "operator", roles: ["admin"] }`. */
  readonly by?: Caller;
}

/**
 * A test of one rule of the language as data: a graph, what happens to its execution, and the expected steps. Scenarios run
 * on every driver; if one passes on a driver and fails on another, that is a bug. Activities are `probe` nodes, whose data
 * says how they behave.
 */
export interface Scenario {
  /** A unique name that begins with the construct or rule: `join-all-waits-for-both`. */
  readonly name: string;
  /** The number of the rule in docs/machine.md that the scenario shows. */
  readonly rule: number;
  /** Further rules whose interaction with this rule the scenario shows. */
  readonly meets?: readonly number[];
  /** A drawing of the graph. */
  readonly picture: string;
  readonly graph: Graph;
  readonly payload?: Json;
  readonly signals?: readonly ScriptedSignal[];
  readonly cancelAfterMs?: number;
  /** `Moment.once` of the cancel. */
  readonly cancelOnce?: string;
  readonly replies?: readonly ScriptedReply[];
  readonly operations?: readonly ScriptedOperation[];
  /** As in a rerun: the outputs with which nodes of the top level end at once, without their side effects. */
  readonly seed?: Seed;
  /** Continues as new after this many batches on the local runner; on a server, the limit of history is small. */
  readonly continueAsNewEvery?: number;
  /** Limits that replace those of the interpreter version; they are small, so that the scenario reaches them (rule 15). */
  readonly limits?: Partial<ExecutionLimits>;
  /** The answers of the activities of `lock`, `wait_for_event` and `call_workflow`, by path. See `answerOf`. */
  readonly answers?: { readonly [path: string]: Json };
  readonly expect: {
    readonly status: LocalRunResult["status"];
    /** How steps ended, in order: `path kind` or `path kind port`. The steps in an inner list may end in any order. */
    readonly steps: readonly (string | readonly string[])[];
    readonly output?: Json;
    readonly failureCode?: string;
    /** The codes of the further failures that are attached to the first one, in order. */
    readonly others?: readonly string[];
    /** The inputs of steps, by path. */
    readonly inputs?: { readonly [path: string]: Json };
    /** The outputs of steps, by path. */
    readonly outputs?: { readonly [path: string]: Json };
    /** The error codes of failed steps, by path. */
    readonly failures?: { readonly [path: string]: string };
    /** The machine's result for each of `operations`, in order. */
    readonly operationResults?: readonly ("ok" | RefusalCode)[];
  };
}

/** The kinds of trace entries with which a step ends. */
export const FINAL_KINDS: ReadonlySet<string> = new Set([
  "completed",
  "completedLate",
  "failed",
  "skipped",
  "cancelled",
  "notReached",
]);

/** The caller of operations for which a scenario names none. */
export const OPERATOR: Caller = { name: "operator", roles: ["admin"] };
