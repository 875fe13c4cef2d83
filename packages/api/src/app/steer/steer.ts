import { findExecutions, newId, type ExecutionRecord } from "@tempograph/db";
import { checkJsonValue, type Operation } from "@tempograph/graph";
import { createHash } from "node:crypto";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { isErrorCode, ok, refuse, type AppError, type Result } from "../app-error.ts";
import { checkKey, checkText, firstError } from "../check-text.ts";
import { closedExecution, isClosed, notOnTemporal, unavailable, unknownExecution } from "../steer-execution.ts";
import type { SteerAnswer } from "../../temporal/temporal-gateway.ts";

const MAX_VALUE_BYTES = 1024 * 1024;

/** The result of an operation: the execution as it was before, and the path of the step, if the operation concerns a step. */
export interface Steered {
  readonly execution: ExecutionRecord;
  readonly path: string | null;
}

export interface SteerInput {
  readonly executionId: string;
  readonly operation: Operation;
  /** Repeating the same request with the same key has no further effect. */
  readonly idempotencyKey?: string | null | undefined;
  /** The name of the field in which the caller gave the execution's id, for the places of errors. */
  readonly idField?: "id" | "executionId";
}

/** Performs an operation on an open execution by a Temporal Update, so that a refused operation changes nothing. The machine decides (rule 13). */
export async function steer(deps: AppDeps, caller: Principal, input: SteerInput): Promise<Result<Steered>> {
  const { executionId, operation, idField = "id" } = input;
  const at = (error: AppError): AppError => (error.path === "/id" ? { ...error, path: `/${idField}` } : error);
  const error = firstError(checkKey(input.idempotencyKey), checkOperation(operation));
  if (error) return refuse(error);
  const [execution] = await findExecutions(deps.db, [executionId]);
  if (execution === undefined) return refuse(at(unknownExecution(executionId)));
  if (isClosed(execution)) return refuse(at(closedExecution(execution)));
  const id = updateId(caller, input.idempotencyKey ?? undefined, operation);
  const by = { name: caller.name, roles: [...caller.roles] };
  const answer = await deps.temporal.steer(execution.id, { id, by, time: Date.now(), operation });
  switch (answer.kind) {
    case "done":
      return ok({ execution, path: "path" in operation ? operation.path : null });
    case "refused":
      return refuse(toError(answer, operation));
    case "notFound":
      return refuse(at(notOnTemporal(execution)));
    case "unavailable":
      return refuse(unavailable());
    case "timeout":
      return refuse(timedOut(execution, input.idempotencyKey ?? undefined));
  }
}

/**
 * The Update's id, made from the client's key, the caller and the operation. If a client uses a key for two different operations by mistake, the
 * second one is not taken for the first. If two callers use the same key, none of them is told that it has done what the other one did.
 */
function updateId({ name }: Principal, key: string | undefined, operation: Operation): string {
  if (key === undefined) return newId("upd");
  return `${key}:${createHash("sha256")
    .update(JSON.stringify([name, operation]))
    .digest("hex")
    .slice(0, 16)}`;
}

function checkOperation(operation: Operation): AppError | undefined {
  for (const [name, value] of Object.entries(operation)) {
    if (name === "name" || value === undefined) continue;
    const error =
      typeof value === "string" && name !== "output" && name !== "data"
        ? checkText(value, `/${name}`, { least: name === "message" ? 0 : 1, most: 1_000 })
        : checkValue(value, `/${name}`);
    if (error) return error;
  }
  return undefined;
}

function checkValue(value: unknown, path: string): AppError | undefined {
  const [problem] = checkJsonValue(value, { maxBytes: MAX_VALUE_BYTES });
  if (problem === undefined) return undefined;
  const code = problem.code === "INPUT_TOO_LARGE" ? "PAYLOAD_TOO_LARGE" : "INVALID_INPUT";
  return { code, message: problem.message, path: path + problem.path, hint: problem.hint };
}

function toError(answer: Extract<SteerAnswer, { kind: "refused" }>, operation: Operation): AppError {
  const code = isErrorCode(answer.code) ? answer.code : "STEER_REFUSED";
  const field = fieldOf(code, operation);
  return {
    code,
    message: answer.message,
    ...(field !== undefined && { path: field }),
    hint: answer.hint ?? "Look at the execution's steps to see its state.",
  };
}

/** The place in the input that a refusal of the machine concerns. */
function fieldOf(code: string, operation: Operation): string | undefined {
  if (code === "FORM_INVALID") return "/data";
  if (code === "INPUT_INVALID")
    return { retry: "/input", skip: "/port", decide: "/decision" }[operation.name as string];
  return "path" in operation && code !== "EXECUTION_ENDING" ? "/path" : undefined;
}

function timedOut({ id }: ExecutionRecord, key: string | undefined): AppError {
  const find = key === undefined ? "look at the execution" : "send the same request again; its key makes it count once";
  return {
    code: "STEER_TIMEOUT",
    message: `No worker answered for ${id} in time. The operation may still happen when a worker is back.`,
    hint: `Check whether workers run. To find out whether the operation happened, ${find}. With an idempotencyKey it is safe to repeat the request.`,
  };
}
