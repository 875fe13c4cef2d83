import type { Graph } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Operation } from "../interpret/operation.ts";
import type { ScriptedReply, ScriptedSignal, ScriptedOperation } from "./scenario.ts";

/** What a random graph with containers may contain. */
export interface NestedMix {
  /** The largest number of steps in one scope. */
  readonly maxNodes: number;
  /** How deep containers may be nested. */
  readonly maxDepth: number;
  /** The longest time of a probe, delay or time-out in ms, virtual or real. */
  readonly maxMs: number;
  /**
   * Whether the outcome may depend on the order of parallel steps: the graph may then contain races, time-outs, partial joins,
   * early ends, and failures in parallel with other steps. If false, status and output are the same in any order of answers.
   */
  readonly orderMatters: boolean;
  readonly durability?: "step" | "burst";
  /** Some runs get a cancel at a moment up to this many ms after the start. */
  readonly cancelWithinMs?: number;
  /** Whether some runs are paused for a while, and some waits are skipped or decided. */
  readonly operations?: boolean;
}

/**
 * A valid random graph, and everything that its execution needs to end. It can be given to `runScenario`. No step waits
 * forever, because `operations` and `replies` end with sweeps over every path.
 */
export interface NestedRun {
  readonly name: string;
  readonly graph: Graph;
  readonly payload: JsonObject;
  readonly signals: readonly ScriptedSignal[];
  readonly replies: readonly ScriptedReply[];
  readonly operations: readonly ScriptedOperation[];
  readonly answers: { readonly [path: string]: Json };
  readonly cancelAfterMs?: number;
  /**
   * The operations that resolve incidents and approvals, by path. Drivers in real time use them when the trace has an entry
   * `incident` or `waiting`, instead of the sweeps, which come from `SWEEP_MS` on.
   */
  readonly resolutions: { readonly [path: string]: Operation };
}

/** The time of the first sweep, and the time between two, in virtual ms. */
export const SWEEP_MS = 100_000;

/** One randomly drawn step; `assembleNested` makes a node from it. */
export interface RandomStep {
  readonly kind: string;
  /** The earlier nodes of the scope from which edges lead here, as fractions, and the ports. The first step of a container has none. */
  readonly from: readonly { readonly at: number; readonly port: number }[];
  /** In a container: no edge leads here. */
  readonly isRoot: boolean;
  readonly ms: number;
  readonly pick: number;
  readonly failTimes: number;
  readonly permanent: boolean;
  readonly deaf: boolean;
  readonly join: number;
  readonly onError: number;
  readonly compensate: boolean;
  readonly inner: RandomScope | null;
}

export interface RandomScope {
  /** Each step follows the one before, so that a failure never cancels a parallel step. */
  readonly isChain: boolean;
  readonly steps: readonly RandomStep[];
}
