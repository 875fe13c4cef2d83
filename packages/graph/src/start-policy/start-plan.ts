import type { StartPolicies } from "../definition/graph.ts";

/** The policies in the order in which they are asked. */
export const START_POLICY_NAMES = [
  "dedupe",
  "rateLimit",
  "debounce",
  "batch",
  "throttle",
  "concurrency",
] as const satisfies readonly (keyof StartPolicies)[];

/**
 * The start policies of a version for one event: keys are values, durations are milliseconds. It is stored with an event that is held, so
 * that whoever decides later needs no expression and no version.
 */
export interface StartPlan {
  readonly dedupe?: { readonly key: string; readonly withinMs: number };
  readonly rateLimit?: { readonly key: string; readonly limit: number; readonly perMs: number };
  readonly debounce?: {
    readonly key: string;
    readonly afterMs: number;
    readonly maxWaitMs?: number;
    readonly take: "first" | "last";
    /** Of the event that waits: when the first one of its burst was stored. Milliseconds since the epoch. */
    readonly since?: number;
  };
  readonly batch?: { readonly key: string; readonly size: number; readonly afterMs: number };
  readonly throttle?: { readonly key: string; readonly limit: number; readonly perMs: number };
  readonly concurrency?: { readonly key: string; readonly limit: number; readonly whenFull: "queue" | "drop" };
}
