import { closePendingExecution, findExecutions, newId, type ExecutionRecord } from "@tempograph/db";
import { checkJsonValue, type Json } from "@tempograph/graph";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";
import { checkText, firstError } from "./check-text.ts";

const MAX_SIGNAL_BYTES = 256 * 1024;
/** How long a command waits for a starter that may be with Temporal at this moment. */
const STARTING_WAIT_MS = 2_000;

export interface StopExecutionInput {
  readonly id: string;
  readonly reason?: string | null | undefined;
  /** The same one counts once. */
  readonly requestId?: string;
}

export interface SignalExecutionInput {
  readonly id: string;
  readonly name: string;
  readonly payload?: unknown;
  /** The same id sent twice counts once. */
  readonly signalId?: string | null | undefined;
}

/** Asks an execution to stop in order. */
export async function cancelExecution(deps: AppDeps, input: StopExecutionInput): Promise<Result<ExecutionRecord>> {
  return await stop(deps, input, "cancelled");
}

/** Stops an execution at once. */
export async function terminateExecution(deps: AppDeps, input: StopExecutionInput): Promise<Result<ExecutionRecord>> {
  return await stop(deps, input, "terminated");
}

/**
 * Commands go to Temporal, never to the mirror. Only an execution that Temporal has not taken is closed in Postgres,
 * where the row's lock decides against the starter (see `closePendingExecution`). While Temporal answers, a starter
 * that holds the row is waited for a moment, since what it starts can then be asked to stop in order.
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
    // A pending one too: a starter may have died between Temporal's answer and its own note of it.
    const answer = await (status === "cancelled"
      ? temporal.cancel(execution.id, reason, input.requestId)
      : temporal.terminate(execution.id, reason));
    if (answer === "done") return ok(execution);
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

/** Sends a signal; it is kept until something waits for it. */
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
  return refuse(execution.status === "pending" ? notStarted(execution) : closedExecution(execution));
}

export function checkSignal({ name, payload, signalId }: Omit<SignalExecutionInput, "id">): AppError | undefined {
  const [problem] = checkJsonValue(payload ?? null, { maxBytes: MAX_SIGNAL_BYTES });
  return firstError(
    checkText(name, "/name", { most: 200 }),
    checkText(signalId ?? "default", "/signalId", { most: 200 }),
    name.startsWith("__") || name.startsWith("tempograph.")
      ? {
          code: "INVALID_INPUT",
          message: "This name is reserved.",
          path: "/name",
          hint: "Choose one that does not begin with __ or tempograph.",
        }
      : undefined,
    problem && { code: "INVALID_INPUT", message: problem.message, path: `/payload${problem.path}`, hint: problem.hint },
  );
}

export function isClosed(execution: ExecutionRecord): boolean {
  return execution.status !== "pending" && execution.status !== "running";
}

export function unknownExecution(id: string): AppError {
  return {
    code: "NOT_FOUND",
    message: `There is no execution ${JSON.stringify(id.slice(0, 200))}.`,
    path: "/id",
    hint: "Look the id up in the list of executions.",
  };
}

export function closedExecution(execution: ExecutionRecord): AppError {
  const how = isClosed(execution) ? `has ended (${execution.status})` : "has just ended";
  return {
    code: "EXECUTION_CLOSED",
    message: `The execution ${execution.id} ${how}: there is nothing left to steer.`,
    path: "/id",
    hint: "Run it again (`executionRerun`), whole or from a node.",
  };
}

export function notStarted(execution: ExecutionRecord): AppError {
  return {
    code: "EXECUTION_NOT_STARTED",
    message: `The execution ${execution.id} is on its way to Temporal.`,
    path: "/id",
    hint: "Try again in a moment; `startError` says what it waits for.",
  };
}

export function unavailable(): AppError {
  return {
    code: "TEMPORAL_UNAVAILABLE",
    message: "Temporal cannot be reached; nothing was changed.",
    hint: "Try again later; `health` says when it is back.",
  };
}
