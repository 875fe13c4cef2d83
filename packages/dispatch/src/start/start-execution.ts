import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from "@temporalio/client";
import type { FrozenDefinition } from "@tempograph/db";
import { startArguments, type ExecutionStart } from "@tempograph/graph";
import { isAboutSearchAttributes, searchAttributesOf, type SearchAttributeUse } from "./search-attributes.ts";
import type { StartTask } from "./start-task.ts";
import { executionSummary, workflowType } from "./workflow-type.ts";

export interface StartedRun {
  readonly runId: string;
  /** First of its chain; the same as `runId` unless it went on under a new one already. */
  readonly firstRunId: string;
}

export interface StartExecutionOptions {
  readonly client: Client;
  readonly taskQueue: string;
  readonly eager: boolean;
  /** For each call. */
  readonly deadlineMs: number;
  /** Events after which a run goes on in a new one. */
  readonly historyLimit?: number | undefined;
  /** Absent: executions start without search attributes. */
  readonly searchAttributes?: SearchAttributeUse | undefined;
}

/**
 * Starts an execution in Temporal, without search attributes where Temporal does not know them. Throws Temporal's error.
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

/** Starts an execution; one that runs or ran already counts as started (I2). Throws Temporal's error. */
async function startOnce(
  options: StartExecutionOptions,
  task: StartTask,
  frozen: FrozenDefinition,
  hasSearchAttributes: boolean,
): Promise<StartedRun> {
  const { client } = options;
  const { definition, definition_hash: definitionHash } = frozen;
  const start: ExecutionStart = {
    definition,
    definitionHash,
    event: task.event,
    ...(task.seed && { seed: task.seed }),
    ...(hasSearchAttributes && { hasSearchAttributes }),
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
        // The unique key in Postgres decided; these carry its decision to Temporal, also for closed runs (I2).
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        requestEagerStart: options.eager,
        staticSummary: executionSummary(name, task.version),
        ...(hasSearchAttributes && { typedSearchAttributes: searchAttributesOf(start) }),
        memo: {
          workflowId: task.workflowId,
          workflowVersion: task.version,
          eventId: task.event.id,
          triggerId: task.triggerId,
          ...(task.rerunOf !== undefined && { rerunOf: task.rerunOf }),
        },
      }),
    );
    return { runId: handle.firstExecutionRunId, firstRunId: handle.firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId, raw } = await client.withDeadline(deadline, () => client.workflow.getHandle(task.id).describe());
    return { runId, firstRunId: raw.workflowExecutionInfo?.firstRunId || runId };
  }
}
