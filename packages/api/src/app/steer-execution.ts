import { closeLostExecution, closePendingExecution, findExecutions, newId, type ExecutionRecord } from "@tempograph/db";
import { checkJsonValue, type Json } from "@tempograph/graph";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppDeps } from "./app-deps.ts";
import { invalidInput, notFound, ok, refuse, type AppError, type Result } from "./app-error.ts";
import { checkText, firstError } from "./check-text.ts";

const MAX_SIGNAL_BYTES = 256 * 1024;
/** How long a cancel waits for a starter that may be starting the execution on Temporal at this moment. */
const STARTING_WAIT_MS = 2_000;

export interface StopExecutionInput {
  readonly id: string;
  readonly reason?: string | null | undefined;
  /** Repeating the request with the same id has no further effect. */
  readonly requestId?: string;
}

export interface SignalExecutionInput {
  readonly id: string;
  readonly name: string;
  readonly payload?: unknown;
  /** A signal that is sent twice with the same id counts once. */
  readonly signalId?: string | null | undefined;
}

/** Cancels an execution: its open steps are asked to stop, and compensation runs. */
export async function cancelExecution(deps: AppDeps, input: StopExecutionInput): Promise<Result<ExecutionRecord>> {
  return await stop(deps, input, "cancelled");
}

/** Terminates an execution at once, without compensation. */
export async function terminateExecution(deps: AppDeps, input: StopExecutionInput): Promise<Result<ExecutionRecord>> {
  return await stop(deps, input, "terminated");
}

/**
 * Stops an execution on Temporal. Only an execution that Temporal does not have yet is closed in Postgres, where the row's lock
 * decides between this call and a starter (see `closePendingExecution`). If a starter holds the row and Temporal answers, this
 * call waits for the starter for a moment, because the started execution can then be cancelled with compensation.
 */
async function stop(
  { db, temporal }: AppDeps,
  input: StopExecutionInput,
  status: "cancelled" | "terminated",
): Promise<Result<ExecutionRecord>> {
  const reason = input.reason ?? "";
  const error = checkReason(input);
  if (error) return refuse(error);
  const until = Date.now() + STARTING_WAIT_MS;
  for (;;) {
    const [execution] = await findExecutions(db, [input.id]);
    if (execution === undefined) return refuse(unknownExecution(input.id));
    if (isClosed(execution)) return refuse(closedExecution(execution));
    // Ask Temporal also about a pending execution: its starter may have died after Temporal's answer and before writing the row.
    const answer = await (status === "cancelled"
      ? temporal.cancel(execution.id, reason, input.requestId)
      : temporal.terminate(execution.id, reason));
    if (answer === "done") return ok(execution);
    if (answer === "notFound" && execution.missingSince !== null && status === "cancelled")
      return refuse(missingExecution(execution));
    if (answer === "notFound" && execution.missingSince !== null && execution.runId !== null) {
      // That a person says so is enough: the execution is closed at once. If it comes back, the mirror terminates it on Temporal.
      await closeLostExecution(db, execution.id, execution.runId, { reason });
      const [closed = execution] = await findExecutions(db, [execution.id]);
      return ok(closed);
    }
    if (execution.status !== "pending")
      return refuse(answer === "notFound" ? closedExecution(execution) : unavailable());
    const overruleLease = answer === "unavailable" || Date.now() > until;
    const pending = await closePendingExecution(db, execution.id, status, { reason: reason || null, overruleLease });
    if (pending.outcome === "closed") return ok(pending.execution);
    await sleep(100);
  }
}

export function checkReason({ reason }: Pick<StopExecutionInput, "reason">): AppError | undefined {
  return checkText(reason ?? "", "/reason", { least: 0, most: 1_000 });
}

/** Sends a signal. The execution keeps it until a node waits for it. */
export async function signalExecution(
  { db, temporal }: AppDeps,
  input: SignalExecutionInput,
): Promise<Result<ExecutionRecord>> {
  const error = checkSignal(input);
  if (error) return refuse(error);
  const [execution] = await findExecutions(db, [input.id]);
  if (execution === undefined) return refuse(unknownExecution(input.id));
  if (isClosed(execution)) return refuse(closedExecution(execution));
  const id = input.signalId ?? newId("sig");
  const answer = await temporal.signal(execution.id, {
    id,
    name: input.name,
    payload: (input.payload ?? null) as Json,
  });
  if (answer === "done") return ok(execution);
  if (answer === "unavailable") return refuse(unavailable());
  return refuse(notOnTemporal(execution));
}

export function checkSignal({ name, payload, signalId }: Omit<SignalExecutionInput, "id">): AppError | undefined {
  const [problem] = checkJsonValue(payload ?? null, { maxBytes: MAX_SIGNAL_BYTES });
  return firstError(
    checkText(name, "/name", { most: 200 }),
    checkText(signalId ?? "default", "/signalId", { most: 200 }),
    name.startsWith("__") || name.startsWith("tempograph.")
      ? invalidInput(
          "/name",
          "This signal name is reserved.",
          "Choose a name that does not begin with __ or tempograph.",
        )
      : undefined,
    problem && { code: "INVALID_INPUT", message: problem.message, path: `/payload${problem.path}`, hint: problem.hint },
  );
}

export function isClosed(execution: ExecutionRecord): boolean {
  return execution.status !== "pending" && execution.status !== "running";
}

export function unknownExecution(id: string): AppError {
  return notFound("execution", id, "Look the id up in the list of executions.");
}

export function closedExecution(execution: ExecutionRecord): AppError {
  const how = isClosed(execution) ? `has ended (${execution.status})` : "has just ended";
  return {
    code: "EXECUTION_CLOSED",
    message: `The execution ${execution.id} ${how}, so this operation is no longer possible.`,
    path: "/id",
    hint: "Run the execution again with `executionRerun`, all of it or from a node.",
  };
}

/** Why Temporal does not know an execution that is open in Postgres. */
export function notOnTemporal(execution: ExecutionRecord): AppError {
  if (execution.status === "pending") return notStarted(execution);
  return execution.missingSince === null ? closedExecution(execution) : missingExecution(execution);
}

function missingExecution({ id }: ExecutionRecord): AppError {
  return {
    code: "EXECUTION_MISSING",
    message: `Temporal does not know the execution ${id} at this moment; nothing was changed.`,
    path: "/id",
    hint: "Check whether Temporal has lost its data, or whether the programs reach the right one. The execution goes on when Temporal knows it again; `executionTerminate` closes it at once.",
  };
}

function notStarted(execution: ExecutionRecord): AppError {
  return {
    code: "EXECUTION_NOT_STARTED",
    message: `The execution ${execution.id} has not started on Temporal yet.`,
    path: "/id",
    hint: "Try again in a moment. The execution's `startError` says why it has not started.",
  };
}

export function unavailable(): AppError {
  return {
    code: "TEMPORAL_UNAVAILABLE",
    message: "Temporal cannot be reached; nothing was changed.",
    hint: "Try again later; `health` shows when Temporal is back.",
  };
}
