import {
  foldSteps,
  type Failure,
  type Json,
  type StepState,
  type StepStatus,
  type TraceEntry,
} from "@tempograph/graph";

/** On virtual time an activity begins as soon as it is scheduled. */
export type LocalStepStatus = Exclude<StepStatus, "scheduled">;

/** One visit of one node, as it is now. */
export interface LocalStep {
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  readonly status: LocalStepStatus;
  /** The port that it ended on. */
  readonly port?: string;
  /** Rendered. */
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  /** Virtual ms since epoch. For a step that never began, the time at which that was certain. */
  readonly startedAt: number;
  /** Virtual ms since epoch; absent while it is open. */
  readonly endedAt?: number;
  /** True if the seed set this outcome and the step did not run. */
  readonly seeded?: true;
  /** The person who made the last change; absent if no person did. */
  readonly by?: string;
}

/** By step path (`notify`, `each[3]/notify`), in the order in which they came up. */
export interface LocalSteps {
  readonly [path: string]: LocalStep;
}

/** The fold of a trace as `runGraph` gives it: what is not known is absent. */
export function stepView(trace: readonly TraceEntry[]): LocalSteps {
  return Object.fromEntries(Array.from(foldSteps(trace).states(), (state) => [state.path, localStep(state)]));
}

function localStep({ status, scheduledAt, ...state }: StepState): LocalStep {
  const { path, nodeId, type, port, input, output, failure, endedAt, seeded, by } = state;
  return {
    path,
    nodeId,
    type,
    status: status === "scheduled" ? "running" : status,
    startedAt: scheduledAt ?? endedAt!,
    ...(port !== null && { port }),
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(failure !== null && { failure }),
    ...(endedAt !== null && { endedAt }),
    ...(seeded && { seeded }),
    ...(by !== null && { by }),
  };
}
