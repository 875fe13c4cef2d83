/** The priority of executions whose workflow says nothing about it. */
export const DEFAULT_PRIORITY = 3;

/** Whether the condition on what ran before, or one of the policies, may let an event wait, or start nothing; `priority` and `fairness` do neither. */
export function holdsBack(plan: StartPlan): boolean {
  return HOLDING.some((name) => plan[name] !== undefined);
}

const HOLDING = ["history", "dedupe", "rateLimit", "debounce", "batch", "throttle", "concurrency"] as const;

/**
 * The start policies of a version for one event: keys are values, durations are milliseconds. It is stored with an event that is held, so
 * that whoever decides later needs no expression and no version.
 */
export interface StartPlan {
  readonly history?: HistoryPlan;
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
  readonly concurrency?: {
    readonly key: string;
    readonly limit: number;
    /** `queueOne`: one waits, others are rejected. */
    readonly whenFull: "queue" | "queueOne" | "drop" | "cancelOldest";
  };
  /** From 1, which comes first, to 5. */
  readonly priority?: number;
  readonly fairness?: { readonly key: string; readonly weight: number };
}

/** The condition `when.history` of the trigger that took an event. */
export interface HistoryPlan {
  readonly key: string;
  readonly withinMs: number;
  /** How long a start counts for the triggers of the workflow. */
  readonly keepMs: number;
  /** Absent: executions of any status count. */
  readonly statuses?: readonly string[];
}
