import type { Json, JsonObject } from "./json.ts";

/**
 * A graph as people and editors write it: the shape that React Flow stores.
 * Unknown keys are kept and ignored.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly settings?: GraphSettings;
}

export interface GraphSettings {
  /** The lane of every step that does not set its own. Default `step`. */
  readonly durability?: Lane;
  /** What happens between "a trigger took the event" and "an execution starts". */
  readonly start?: StartPolicies;
}

export interface GraphNode {
  /** Unique in the graph; 1 to 128 characters. The path of the step is made from it. */
  readonly id: string;
  /** A node type, such as `http_call`. */
  readonly type: string;
  /** The node's input; strings may hold `{{ CEL }}` templates. */
  readonly data: JsonObject;
  /** Shown in the Web UI beside the path. */
  readonly label?: string;
  /** The id of the container that this node is inside. */
  readonly parentId?: string;
  readonly settings?: NodeSettings;
}

/** React Flow's type for a visual frame around nodes. It is not a step. */
export const VISUAL_GROUP_TYPE = "group";

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** The port of `source`; `out` where absent or null. */
  readonly sourceHandle?: string | null;
}

/** How a step becomes durable: an ordinary activity (`step`), or a local activity recorded with its neighbours (`burst`). */
export type Lane = "step" | "burst";

/** When a node fires: all incoming edges resolved and one taken, at the first taken, or at the nth. */
export type Join = "all" | "any" | { readonly count: number };

/** What happens when a step without an `error` edge fails and has no retry left. */
export type OnError = "fail" | "continue" | "pause";

/** A duration: milliseconds, ISO 8601 (`PT2H`), or a number with a unit (`2h`, `1h30m`, `250ms`). */
export type Duration = number | string;

/**
 * What happens between "a trigger took the event" and "an execution starts", for every trigger of a workflow. A `key` is a text with
 * `{{ CEL }}` over `event` and `payload`: the policy then holds for each value by itself. Without a key it holds for the whole workflow.
 */
export interface StartPolicies {
  /** An event with a key that another event had within this time starts nothing. */
  readonly dedupe?: { readonly key: string; readonly within: Duration };
  /** More than `limit` events within `per` are rejected. */
  readonly rateLimit?: { readonly limit: number; readonly per: Duration; readonly key?: string };
  /** Of the events that come shortly after each other, one starts an execution, when none has come for `after`. */
  readonly debounce?: {
    readonly after: Duration;
    /** Events may put off the start for so long. Default: as long as they come. */
    readonly maxWait?: Duration;
    readonly take: "first" | "last";
    readonly key?: string;
  };
  /** `size` events, or those that have come `after` the first, start one execution together. */
  readonly batch?: { readonly size: number; readonly after: Duration; readonly key?: string };
  /** At most `limit` executions start within `per`; others start later. */
  readonly throttle?: { readonly limit: number; readonly per: Duration; readonly key?: string };
  /** At most `limit` executions are open. */
  readonly concurrency?: {
    readonly limit: number;
    readonly key?: string;
    /** What happens to an event that comes when all places are taken. Default `queue`. */
    readonly whenFull?: "queue" | "drop" | "cancelOldest";
  };
  /** In which order executions start and work, where many wait: 1 comes first, 3 is the default; or a text with CEL. */
  readonly priority?: number | string;
  /** Where many wait, executions of each key get their share of the turns, by its weight. */
  readonly fairness?: { readonly key: string; readonly weight?: number };
}

export interface NodeSettings {
  readonly join?: Join;
  readonly retry?: RetrySettings;
  readonly timeout?: TimeoutSettings;
  readonly onError?: OnError;
  /** Id of the node that compensates this one. */
  readonly compensate?: string;
  readonly durability?: Lane;
  /** The Temporal task queue whose workers carry this step out, in place of the node type's. */
  readonly taskQueue?: string;
  /** The author confirms that a second run of this step does no harm. Needed for `burst` if the node type is not idempotent. */
  readonly idempotent?: boolean;
}

export interface RetrySettings {
  /** 1 means: no retry. 0 means: no limit. */
  readonly maximumAttempts?: number;
  readonly initialInterval?: Duration;
  readonly backoffCoefficient?: number;
  readonly maximumInterval?: Duration;
  /** Error codes that end the step at once. */
  readonly nonRetryable?: readonly string[];
}

export interface TimeoutSettings {
  /** Of one attempt. */
  readonly startToClose?: Duration;
  /** Of all attempts together, waiting included. */
  readonly scheduleToClose?: Duration;
  /** The longest silence of a running attempt. */
  readonly heartbeat?: Duration;
}

/** Something that happened: the CloudEvents attributes that Tempograph keeps. */
export interface EventData {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly data: Json;
}
