import type { StartPolicies } from "../definition/graph.ts";

/** The policies in the order in which they are asked. */
export const START_POLICY_NAMES = [
  "dedupe",
  "rateLimit",
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
  readonly throttle?: { readonly key: string; readonly limit: number; readonly perMs: number };
  readonly concurrency?: { readonly key: string; readonly limit: number; readonly whenFull: "queue" | "drop" };
}
