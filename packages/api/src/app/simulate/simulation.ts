import type { Caller, EventData, Failure, Json, Operation, Problem, StepStatus } from "@tempograph/graph";

/** What a step is to come to. Without an `output` one is made up from the node type's schema. */
export interface SimulatedOutcome {
  readonly output?: Json;
  /** Default `out`. */
  readonly port?: string;
  readonly failure?: {
    readonly code: string;
    readonly message?: string;
    readonly retryable?: boolean;
    readonly details?: Json;
  };
  /** With `failure`: so many attempts fail, the next one succeeds. Absent: all fail. */
  readonly attempts?: number;
  /** Virtual ms that each attempt takes, or that a wait lasts. Default 0. */
  readonly takesMs?: number;
}

/** What happens to the execution from outside. Times are virtual ms after its start. */
export interface SimulationScript {
  /** By step path (`each[0]/call`), else by node id. */
  readonly outcomes: Readonly<Record<string, SimulatedOutcome>>;
  readonly signals: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  readonly replies: readonly { readonly afterMs: number; readonly path: string; readonly reply: Json }[];
  readonly operations: readonly { readonly afterMs: number; readonly operation: Operation; readonly by: Caller }[];
  readonly cancelAfterMs?: number;
}

export interface SimulationLimits {
  /** Changes of steps. */
  readonly maxSteps: number;
  /** Virtual ms after the start. */
  readonly maxVirtualMs: number;
}

export type SimulationStatus =
  | "completed"
  | "completedWithErrors"
  | "failed"
  | "cancelled"
  /** It waits for what nobody in the script gives: see `waitingFor`. */
  | "waiting"
  /** It went over a bound: `error` says which. */
  | "stopped";

/** On virtual time an activity begins as soon as it is scheduled. */
export type SimulatedStepStatus = Exclude<StepStatus, "scheduled">;

/** One visit of one node. */
export interface SimulatedStep {
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  readonly status: SimulatedStepStatus;
  /** The port it ended on. */
  readonly port: string | null;
  /** Rendered. */
  readonly input: Json;
  readonly output: Json;
  readonly failure: Failure | null;
  /** Virtual ms after the start; null where it never began. */
  readonly startedAtMs: number | null;
  /** Null while it is open. */
  readonly endedAtMs: number | null;
  /** Attempts of its activity; 0 for what the machine does by itself. */
  readonly attempts: number;
  /** Its output was made up: nobody said what it comes to. */
  readonly generated: boolean;
}

/** An edge that was taken. */
export interface TakenEdge {
  readonly edge: string;
  readonly source: string;
  readonly target: string;
  readonly port: string;
  /** Path of the step that it leaves. */
  readonly path: string;
  readonly atMs: number;
}

/** What an open step waits for. */
export interface Awaited {
  readonly path: string;
  readonly nodeId: string;
  readonly kind: "signal" | "event" | "approval" | "workflow" | "lock" | "person" | "timer" | "step" | "resume";
  /** The signal's name, the event type, the approval's title, the workflow, the lock's key. */
  readonly name: string | null;
  /** Virtual ms after the start, where a time-out ends it. */
  readonly untilMs: number | null;
}

export interface SimulationWarning {
  readonly code: "OUTCOME_MISSING" | "OUTCOME_UNUSED" | "OPERATION_REFUSED";
  readonly path: string | null;
  readonly message: string;
}

export interface Simulation {
  readonly status: SimulationStatus;
  readonly output: Json;
  readonly error: Failure | null;
  /** The event as it was seen. */
  readonly event: EventData;
  /** What the workflow's triggers say of the event; null where there are none. It is simulated all the same. */
  readonly trigger: { readonly matched: boolean; readonly id: string | null; readonly problem: Problem | null } | null;
  /** In the order in which they began. */
  readonly steps: readonly SimulatedStep[];
  readonly taken: readonly TakenEdge[];
  readonly waitingFor: readonly Awaited[];
  readonly warnings: readonly SimulationWarning[];
  /** What publishing would warn of. */
  readonly problems: readonly Problem[];
  /** Virtual ms from start to end. */
  readonly tookMs: number;
}
