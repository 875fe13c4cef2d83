import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { LocalRunResult } from "../simulate/local-runner.ts";

/**
 * One rule of the language as data: a graph, what happens to it, and the steps that must come of it. Run on every
 * driver; one that passes on one and not on another is a bug. Activities are `probe` nodes: their data says what they do.
 */
export interface Scenario {
  /** Unique; begins with the rule: `join-all-waits-for-both`. */
  readonly name: string;
  /** The number of the machine's rule that it shows. */
  readonly rule: number;
  /** The graph, drawn. */
  readonly picture: string;
  readonly graph: Graph;
  readonly payload?: Json;
  readonly signals?: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  readonly cancelAfterMs?: number;
  readonly expect: {
    readonly status: LocalRunResult["status"];
    /** How steps ended, in order: `path kind` or `path kind port`. An inner list: in any order among themselves. */
    readonly steps: readonly (string | readonly string[])[];
    readonly output?: Json;
    readonly failureCode?: string;
    /** Inputs that activities were given, by path. */
    readonly inputs?: { readonly [path: string]: Json };
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
