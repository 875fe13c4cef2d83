import { WorkflowNotFoundError } from "@temporalio/client";
import { findExecutions, withinProject } from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import { isSignalLimit } from "@tempograph/runtime";
import { temporalErrorKind, temporalErrorMessage } from "../temporal-error.ts";
import { checkInput } from "./check-input.ts";
import type { CallerStep } from "./caller-step.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { CoordinationError } from "./coordination-error.ts";
import { stepProject } from "./step-project.ts";

export interface SignalToSend {
  readonly executionId: string;
  readonly name: string;
  readonly payload?: Json | undefined;
}

const DEADLINE_MS = 10_000;

/** Sends a signal to an open execution. The signal's id is the step's key, by which the receiver ignores a repetition (I5). */
export async function signalWorkflow(
  { db, client }: CoordinationDeps,
  step: CallerStep,
  { executionId, name, payload = null }: SignalToSend,
): Promise<{ readonly executionId: string; readonly name: string }> {
  checkInput("", { executionId, name });
  if (name.startsWith("__") || name.startsWith("tempograph."))
    throw new CoordinationError(
      "INPUT_INVALID",
      `/name: The signal name ${JSON.stringify(name)} is reserved.`,
      "Choose a name that does not begin with __ or tempograph.",
    );
  // The execution of another project is as unknown as one that does not exist (I13).
  const [execution] = await findExecutions(withinProject(db, await stepProject(db, step)), [executionId]);
  if (execution === undefined)
    throw new CoordinationError(
      "EXECUTION_UNKNOWN",
      `There is no execution ${JSON.stringify(executionId)}.`,
      "Take the id from the output of call_workflow, or from the list of executions.",
    );
  const { status, missingSince } = execution;
  if (status !== "pending" && status !== "running") throw closed(executionId, status);
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.getHandle(executionId).signal(name, payload, step.idempotencyKey, Date.now()),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError && missingSince === null)
      throw status === "pending" ? notStarted(executionId) : closed(executionId);
    if (missingSince === null && temporalErrorKind(error) === "refused" && !isSignalLimit(error)) throw error;
    throw new CoordinationError(
      "TEMPORAL_UNAVAILABLE",
      `Temporal did not accept the signal: ${temporalErrorMessage(error)}`,
      "The step is retried automatically.",
      { retryable: true, cause: error },
    );
  }
  return { executionId, name };
}

function closed(executionId: string, status?: string): CoordinationError {
  return new CoordinationError(
    "EXECUTION_CLOSED",
    `The execution ${executionId} has closed${status === undefined ? "" : ` (${status})`} and accepts no signals.`,
    "Send the signal while the execution is open, or start a new execution with an event.",
  );
}

function notStarted(executionId: string): CoordinationError {
  return new CoordinationError(
    "EXECUTION_NOT_STARTED",
    `The execution ${executionId} has not started yet.`,
    "The step is retried automatically.",
    { retryable: true },
  );
}
