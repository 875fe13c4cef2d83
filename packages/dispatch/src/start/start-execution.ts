import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from "@temporalio/client";
import type { FrozenDefinition } from "@tempograph/db";
import { startArguments, type ExecutionStart, type OperationKeys } from "@tempograph/graph";
import { isAboutSearchAttributes, searchAttributesOf, type SearchAttributeUse } from "./search-attributes.ts";
import type { StartTask } from "./start-task.ts";
import { temporalPriority } from "./temporal-priority.ts";
import { executionSummary, workflowType } from "./workflow-type.ts";

export interface StartedRun {
  readonly runId: string;
  /** The first run of the chain. It differs from `runId` if the execution has already continued as new. */
  readonly firstRunId: string;
  /** Whether Temporal has sent the first workflow task to this process with its answer. */
  readonly eager?: boolean;
}

export interface StartExecutionOptions {
  readonly client: Client;
  readonly taskQueue: string;
  readonly eager: boolean;
  /** The time limit of each call of Temporal, in milliseconds. */
  readonly deadlineMs: number;
  /** The number of history events after which a run continues as new. */
  readonly historyLimit?: number | undefined;
  /** Absent: executions start without search attributes. */
  readonly searchAttributes?: SearchAttributeUse | undefined;
  /** The keys whose signatures the execution accepts; `"unsigned"`: it accepts operations of everybody. */
  readonly operationKeys: OperationKeys | "unsigned";
}

/**
 * Starts an execution on Temporal, without search attributes if Temporal does not know them. Throws Temporal's error.
 */
export async function startExecution(
  options: StartExecutionOptions,
  task: StartTask,
  frozen: FrozenDefinition,
): Promise<StartedRun> {
  const { searchAttributes } = options;
  if (searchAttributes?.isUsable() !== true) return startOnce(options, task, frozen, false);
  try {
    return await startOnce(options, task, frozen, true);
  } catch (error) {
    if (!isAboutSearchAttributes(error)) throw error;
    searchAttributes.refused(error);
    return startOnce(options, task, frozen, false);
  }
}

/** Starts an execution. If Temporal has or had an execution of this id, it counts as started (I2). Throws Temporal's error. */
async function startOnce(
  options: StartExecutionOptions,
  task: StartTask,
  frozen: FrozenDefinition,
  hasSearchAttributes: boolean,
): Promise<StartedRun> {
  const { client, operationKeys } = options;
  const { definition, definition_hash: definitionHash } = frozen;
  const start: ExecutionStart = {
    definition,
    definitionHash,
    event: task.event,
    ...(task.seed && { seed: task.seed }),
    ...(hasSearchAttributes && { hasSearchAttributes }),
    ...(operationKeys === "unsigned" ? { unsignedOperations: true } : { operationKeys }),
    ...(options.historyLimit !== undefined && { historyLimit: options.historyLimit }),
  };
  const { name } = definition.workflow;
  const deadline = Date.now() + options.deadlineMs;
  try {
    const handle = await client.withDeadline(deadline, () =>
      client.workflow.start(workflowType(name), {
        workflowId: task.id,
        taskQueue: options.taskQueue,
        args: [...startArguments(start)],
        // The unique key in Postgres allows one execution; with these policies Temporal holds to it, also for closed runs (I2).
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        ...temporalPriority(task),
        requestEagerStart: options.eager,
        staticSummary: executionSummary(name, task.version),
        ...(hasSearchAttributes && { typedSearchAttributes: searchAttributesOf(task.project, start) }),
        memo: {
          workflowId: task.workflowId,
          workflowVersion: task.version,
          eventId: task.event.id,
          triggerId: task.triggerId,
          ...(task.rerunOf !== undefined && { rerunOf: task.rerunOf }),
        },
      }),
    );
    const { firstExecutionRunId: runId, eagerlyStarted: eager } = handle;
    return { runId, firstRunId: runId, eager };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId, raw } = await client.withDeadline(deadline, () => client.workflow.getHandle(task.id).describe());
    return { runId, firstRunId: raw.workflowExecutionInfo?.firstRunId || runId };
  }
}
