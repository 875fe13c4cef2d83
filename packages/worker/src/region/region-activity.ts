import { ApplicationFailure, CancelledFailure, Context } from "@temporalio/activity";
import type { NodeActivity } from "@tempograph/activities";
import {
  createProgramCache,
  driveRegion,
  Machine,
  NODE_TYPE_ELSEWHERE,
  REGION_PATH,
  type RegionAnswer,
  type RegionArguments,
  type TraceEntry,
} from "@tempograph/graph";
import { runStep } from "./run-step.ts";
import { Slots } from "./slots.ts";

export interface RegionOptions {
  /** The activities of burst steps, by node type. `default` runs the types that are not there. */
  readonly activities: Readonly<Record<string, NodeActivity>>;
  /** Gets the changes of steps before the reports of their attempts. The interpreter reports them again when the region has ended. */
  readonly onTrace: (runId: string, executionId: string, entries: readonly TraceEntry[]) => void;
  /** Gets what made a region fail. Its steps run one by one then. */
  readonly onFailure?: (error: unknown) => void;
  /** How many burst steps of this worker run at the same time. Default 200. */
  readonly maxSteps?: number;
}

/**
 * A region begins no batch after this time, so that a pause or a cancel request is heard soon, and its answers are in history before
 * Temporal gives the workflow task up.
 */
const REGION_MS = 5_000;

/** The local activity that carries out a region: the burst steps of an execution that follow one another. */
export function regionActivity(
  options: RegionOptions,
): Record<string, (...args: RegionArguments) => Promise<RegionAnswer>> {
  const { activities, onTrace, onFailure, maxSteps = 200 } = options;
  const programs = createProgramCache();
  const slots = new Slots(maxSteps);
  const activityOf = (type: string): NodeActivity => {
    const known = Object.hasOwn(activities, type) ? activities[type] : activities["default"];
    if (known === undefined) throw new Error(`This worker has no activity ${JSON.stringify(type)}.`);
    return known;
  };
  return {
    async [REGION_PATH]({ state, steps, definitionHash }, definition) {
      const { info, cancellationSignal: signal } = Context.current();
      const { workflowExecution } = info;
      // Whoever reaches Temporal can start an activity, but not within a workflow task of this worker (I13).
      if (!info.isLocal || workflowExecution === undefined) throw notLocal();
      // The steps then run one by one, and those of the type in a worker that has it.
      for (const { step } of steps)
        if (!Object.hasOwn(activities, step.type))
          throw ApplicationFailure.nonRetryable(step.type, NODE_TYPE_ELSEWHERE);
      const begunAt = Date.now();
      const until = begunAt + REGION_MS;
      const around = { activityOf, workflow: definition.workflow, slots, signal, begunAt, until };
      try {
        const answer = await driveRegion(new Machine(programs.get({ definition, definitionHash }), state), steps, {
          run: (step) => runStep(step, around),
          isOver: () => signal.aborted || Date.now() >= until,
          now: () => Date.now(),
          onTrace: (entries) => onTrace(workflowExecution.runId, workflowExecution.workflowId, entries),
        });
        if (isShutdown(signal)) throw ApplicationFailure.retryable("The worker shut down.", "WORKER_SHUTDOWN");
        return answer;
      } catch (error) {
        if (isShutdown(signal)) throw error;
        onFailure?.(error);
        throw failed();
      }
    },
  };
}

function isShutdown({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof CancelledFailure && reason.message === "WORKER_SHUTDOWN";
}

/** Without the error's text and stack, which the worker's log has: histories hold no paths of machines (I10). */
function failed(): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable("The region failed; the worker's log says why.");
  failure.stack = "";
  return failure;
}

function notLocal(): ApplicationFailure {
  return ApplicationFailure.nonRetryable("A region runs only within a workflow task.", "OPERATION_NOT_SIGNED");
}
