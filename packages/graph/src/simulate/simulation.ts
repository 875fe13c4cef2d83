import type { EventData } from "../definition/graph.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import type { Caller, Operation } from "../interpret/operation.ts";
import type { StepStatus } from "../trace/step-status.ts";
import type { ScriptedOutcome } from "./scripted-outcome.ts";

/** What happens to the execution from outside. Times are virtual milliseconds after its start. */
export interface SimulationScript {
  /** The outcomes by step path (`each[0]/call`) or by node id; the path takes precedence. */
  readonly outcomes: Readonly<Record<string, ScriptedOutcome>>;
  readonly signals: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  readonly replies: readonly { readonly afterMs: number; readonly path: string; readonly reply: Json }[];
  readonly operations: readonly { readonly afterMs: number; readonly operation: Operation; readonly by: Caller }[];
  readonly cancelAfterMs?: number;
}

export interface SimulationLimits {
  /** The most changes of steps. */
  readonly maxSteps: number;
  /** The most virtual milliseconds after the start. */
  readonly maxVirtualMs: number;
}

export type SimulationStatus =
  | "completed"
  | "completedWithErrors"
  | "failed"
  | "cancelled"
  /** It waits for something that the script does not give, see `waitingFor`. */
  | "waiting"
  /** It exceeded a bound; `error` says which. */
  | "stopped";

/** On virtual time an activity begins as soon as it is scheduled. */
export type SimulatedStepStatus = Exclude<StepStatus, "scheduled">;

/** A step: one visit of a node. */
export interface SimulatedStep {
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  readonly status: SimulatedStepStatus;
  /** The port that the step ended on. */
  readonly port: string | null;
  /** The node's data after its templates were rendered. */
  readonly input: Json;
  readonly output: Json;
  readonly failure: Failure | null;
  /** Virtual milliseconds after the start. Null if the step never began. */
  readonly startedAtMs: number | null;
  /** Null while the step is open. */
  readonly endedAtMs: number | null;
  /** The number of attempts of the step's activity; 0 for a node that the machine carries out. */
  readonly attempts: number;
  /** Whether the output was made up, because the script has no outcome for the step. */
  readonly generated: boolean;
}

/** An edge that was taken. */
export interface TakenEdge {
  readonly edge: string;
  readonly source: string;
  readonly target: string;
  readonly port: string;
  /** The path of the step that the edge leaves. */
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
  /** Virtual milliseconds after the start at which a time-out ends the wait, if there is one. */
  readonly untilMs: number | null;
}

export interface SimulationWarning {
  readonly code: "OUTCOME_MISSING" | "OUTCOME_UNUSED" | "OPERATION_REFUSED";
  readonly path: string | null;
  readonly message: string;
}

/** What triggers can know beside the event. */
export interface SimulatedFacts {
  readonly state?: JsonObject;
  readonly lookup?: JsonObject;
  /** Whether an execution for the same subject has run before. Absent: nobody says so. */
  readonly ranBefore?: boolean;
}

export interface SimulatedTrigger {
  readonly matched: boolean;
  readonly id: string | null;
  readonly problem: Problem | null;
  /** What the answer depends on and nobody has said, such as `lookup.customer`. */
  readonly missing: readonly string[];
}

export interface Simulation {
  readonly status: SimulationStatus;
  readonly output: Json;
  readonly error: Failure | null;
  /** The event as expressions read it. */
  readonly event: EventData;
  /** Whether a trigger matches the event; null if there are no triggers. The graph is simulated in every case. */
  readonly trigger: SimulatedTrigger | null;
  /** The steps in the order in which they began. */
  readonly steps: readonly SimulatedStep[];
  readonly taken: readonly TakenEdge[];
  readonly waitingFor: readonly Awaited[];
  readonly warnings: readonly SimulationWarning[];
  /** The warnings that publishing would give. */
  readonly problems: readonly Problem[];
  /** Virtual milliseconds from start to end. */
  readonly tookMs: number;
}
