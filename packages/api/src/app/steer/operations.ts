import type { ExecutionRecord } from "@tempograph/db";
import type { Json, JsonObject, Operation } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { refuse, type Result } from "../app-error.ts";
import { steer } from "./steer.ts";

type Key = { readonly idempotencyKey?: string | null | undefined };

export type GateInput = Key & { readonly id: string };
export type SkipWaitInput = Key & { readonly id: string; readonly path: string; readonly output?: unknown };
export type DecideInput = Key & {
  readonly executionId: string;
  readonly path: string;
  readonly decision: "approved" | "rejected";
  readonly data?: unknown;
};
export type RetryInput = Key & { readonly executionId: string; readonly path: string; readonly input?: unknown };
export type SkipInput = Key & {
  readonly executionId: string;
  readonly path: string;
  readonly output?: unknown;
  readonly port?: string | null | undefined;
};
export type FailInput = Key & {
  readonly executionId: string;
  readonly path: string;
  readonly message?: string | null | undefined;
};

/** What an operation gives: the execution, and the path where it was about a step. */
export interface Steered {
  readonly execution: ExecutionRecord;
  readonly path: string | null;
}

/** No new side effect, timer or end until `resume`. */
export async function pauseExecution(deps: AppDeps, caller: Principal, input: GateInput): Promise<Result<Steered>> {
  return await act(deps, caller, input, { name: "pause" });
}

export async function resumeExecution(deps: AppDeps, caller: Principal, input: GateInput): Promise<Result<Steered>> {
  return await act(deps, caller, input, { name: "resume" });
}

/** Ends a wait before its time, on `out`, with this output or `{ skipped: true }`. */
export async function skipWait(deps: AppDeps, caller: Principal, input: SkipWaitInput): Promise<Result<Steered>> {
  const { path, output } = input;
  return await act(deps, caller, input, {
    name: "skipWait",
    path,
    ...(output !== undefined && output !== null && { output: output as Json }),
  });
}

export async function decideApproval(deps: AppDeps, caller: Principal, input: DecideInput): Promise<Result<Steered>> {
  const { path, decision, data } = input;
  return await act(deps, caller, input, {
    name: "decide",
    path,
    decision,
    ...(data !== undefined && data !== null && { data: data as Json }),
  });
}

export async function retryIncident(deps: AppDeps, caller: Principal, input: RetryInput): Promise<Result<Steered>> {
  const { path, input: edited } = input;
  if (edited != null && (typeof edited !== "object" || Array.isArray(edited)))
    return refuse({
      code: "INVALID_INPUT",
      message: "The input of a step is an object.",
      path: "/input",
      hint: "Send the whole input of the step, as `step.input` shows it, with your changes; or leave it out.",
    });
  return await act(deps, caller, input, {
    name: "retry",
    path,
    ...(edited != null && { input: edited as JsonObject }),
  });
}

export async function skipIncident(deps: AppDeps, caller: Principal, input: SkipInput): Promise<Result<Steered>> {
  const { path, output, port } = input;
  return await act(deps, caller, input, {
    name: "skip",
    path,
    output: (output ?? null) as Json,
    ...(port != null && { port }),
  });
}

export async function failIncident(deps: AppDeps, caller: Principal, input: FailInput): Promise<Result<Steered>> {
  const { path, message } = input;
  return await act(deps, caller, input, { name: "fail", path, ...(message != null && { message }) });
}

async function act(
  deps: AppDeps,
  caller: Principal,
  input: Key & ({ readonly id: string } | { readonly executionId: string }),
  operation: Operation,
): Promise<Result<Steered>> {
  const { idempotencyKey } = input;
  const which =
    "id" in input
      ? { executionId: input.id, idField: "id" as const }
      : { executionId: input.executionId, idField: "executionId" as const };
  const result = await steer(deps, caller, { ...which, operation, idempotencyKey });
  return result.ok
    ? { ok: true, value: { execution: result.value, path: "path" in operation ? operation.path : null } }
    : result;
}
