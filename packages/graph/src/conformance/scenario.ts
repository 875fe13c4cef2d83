import type { ExecutionLimits } from "../definition/execution-limits.ts";
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Caller, Operation, RefusalCode } from "../interpret/operation.ts";
import type { LocalRunResult } from "../simulate/local-runner.ts";
import type { Seed } from "../definition/seed.ts";

/** When something is done to an execution. */
export interface Moment {
  /** Ms after the start: virtual on the local runner, real on a server. */
  readonly afterMs: number;
  /**
   * `path kind` of a trace entry. In real time: not before it is there either, so that no scenario hangs on luck; in
   * virtual time `afterMs` alone decides, and has to come after it.
   */
  readonly once?: string;
}

export interface ScriptedSignal extends Moment {
  readonly name: string;
  readonly payload: Json;
}

/** What a step asked for and did not get at once: the close of a called workflow, an event, a lock. */
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
 * One rule of the language as data: a graph, what happens to it, and the steps that must come of it. Run on every
 * driver; one that passes on one and not on another is a bug. Activities are `probe` nodes: their data says what they do.
 */
export interface Scenario {
  /** Unique; begins with the construct or rule: `join-all-waits-for-both`. */
  readonly name: string;
  /** The number of the machine's rule that it shows (docs/machine.md). */
  readonly rule: number;
  /** Further rules that it shows in their meeting with that one. */
  readonly meets?: readonly number[];
  /** The graph, drawn. */
  readonly picture: string;
  readonly graph: Graph;
  readonly payload?: Json;
  readonly signals?: readonly ScriptedSignal[];
  readonly cancelAfterMs?: number;
  /** As `Moment.once`, of the cancel. */
  readonly cancelOnce?: string;
  readonly replies?: readonly ScriptedReply[];
  readonly operations?: readonly ScriptedOperation[];
  /** How nodes of the top level end at once, without their side effect: what a rerun is given. */
  readonly seed?: Seed;
  /** Goes on in a new run after every so many batches (local runner); a small history limit on a server. */
  readonly continueAsNewEvery?: number;
  /** In place of the interpreter version's: small enough to be met (rule 15). */
  readonly limits?: Partial<ExecutionLimits>;
  /** What the activities of `lock`, `wait_for_event` and `call_workflow` answer, by path. See `answerOf`. */
  readonly answers?: { readonly [path: string]: Json };
  readonly expect: {
    readonly status: LocalRunResult["status"];
    /** How steps ended, in order: `path kind` or `path kind port`. An inner list: in any order among themselves. */
    readonly steps: readonly (string | readonly string[])[];
    readonly output?: Json;
    readonly failureCode?: string;
    /** Codes of the failure's further causes, in order. */
    readonly others?: readonly string[];
    /** Inputs that steps were given, by path. */
    readonly inputs?: { readonly [path: string]: Json };
    /** What steps gave, by path. */
    readonly outputs?: { readonly [path: string]: Json };
    /** The code that a step failed with, by path. */
    readonly failures?: { readonly [path: string]: string };
    /** The machine's word on each of `operations`, in their order. */
    readonly operationResults?: readonly ("ok" | RefusalCode)[];
  };
}

/** Each kind is how a step ends; the rest of a trace is on the way there. */
export const FINAL_KINDS: ReadonlySet<string> = new Set([
  "completed",
  "completedLate",
  "failed",
  "skipped",
  "cancelled",
  "notReached",
]);

/** Who acts where a scenario does not say it. */
export const OPERATOR: Caller = { name: "operator", roles: ["admin"] };
