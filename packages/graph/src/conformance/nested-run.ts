import type { Graph } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Operation } from "../interpret/operation.ts";
import type { ScriptedReply, ScriptedSignal, ScriptedOperation } from "./scenario.ts";

/** What a random graph with containers may hold. */
export interface NestedMix {
  /** Steps of one scope. */
  readonly maxNodes: number;
  /** Containers inside each other. */
  readonly maxDepth: number;
  /** Longest virtual (or real) time of a probe, delay or time-out, in ms. */
  readonly maxMs: number;
  /**
   * Whether the outcome may hang on the order of what runs side by side: races, time-outs, partial joins, early ends,
   * failures beside other work. Without it, status and output are the same in whatever order answers come.
   */
  readonly orderMatters: boolean;
  readonly durability?: "step" | "burst";
  /** Sends some runs a cancel, at a moment up to so many ms after the start. */
  readonly cancelWithinMs?: number;
  /** Pauses some runs for a while, and skips or decides some waits. */
  readonly operations?: boolean;
}

/**
 * A random graph without problems and all that its execution needs to come to an end. Fits `runScenario`: nothing of it
 * waits for ever, since `operations` and `replies` end with sweeps over every path, one each virtual second.
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
   * How a person resolves what waits for one, by path: incidents, approvals. For drivers in real time, which look at the
   * trace for `incident` and `waiting` in place of the sweeps (those come from `SWEEP_MS` on).
   */
  readonly resolutions: { readonly [path: string]: Operation };
}

/** The first sweep, and the time between two. Virtual ms. */
export const SWEEP_MS = 100_000;

/** One step as it was drawn; `assembleNested` makes a node of it. */
export interface RandomStep {
  readonly kind: string;
  /** Which earlier nodes of its scope lead here, as fractions, by which of their ports. A container's first is a root. */
  readonly from: readonly { readonly at: number; readonly port: number }[];
  /** In a container: nothing leads here. */
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
  /** Each step follows the one before: only then a failure meets no other work. */
  readonly isChain: boolean;
  readonly steps: readonly RandomStep[];
}
