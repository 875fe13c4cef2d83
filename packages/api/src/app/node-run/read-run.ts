import { checkJsonValue, isObject, limits, SCOPE_KEYS, type JsonObject, type NodeScope } from "@tempograph/graph";
import { invalidInput, ok, refuse, type AppError, type Result } from "../app-error.ts";

const MAX_RUN_TIMEOUT_MS = 300_000;
const DEFAULT_RUN_TIMEOUT_MS = 30_000;
const MAX_RUN_ATTEMPTS = 10;

export interface RunNodeInput {
  /** The node type. */
  readonly type: string;
  /** The node's data. With `scope` its templates are rendered; without `scope` the data is used as it is. */
  readonly data?: unknown;
  readonly scope?: unknown;
  /** The most attempts. Default 1. */
  readonly attempts?: number | null | undefined;
  /** Milliseconds for all attempts together. Default 30,000. */
  readonly timeoutMs?: number | null | undefined;
}

export interface NodeRunPlan {
  readonly data: JsonObject;
  readonly scope: NodeScope | undefined;
  readonly attempts: number;
  readonly timeoutMs: number;
}

/** Reads the input, or refuses it with the place and the reason. */
export function readRun({ data, scope, attempts, timeoutMs }: RunNodeInput): Result<NodeRunPlan> {
  const error =
    checkObject("data", data ?? {}) ??
    checkObject("scope", scope ?? {}) ??
    checkScope((scope ?? {}) as NodeScope) ??
    checkNumber("attempts", attempts, MAX_RUN_ATTEMPTS) ??
    checkNumber("timeoutMs", timeoutMs, MAX_RUN_TIMEOUT_MS);
  if (error) return refuse(error);
  return ok({
    data: (data ?? {}) as JsonObject,
    scope: scope == null ? undefined : (scope as NodeScope),
    attempts: attempts ?? 1,
    timeoutMs: timeoutMs ?? DEFAULT_RUN_TIMEOUT_MS,
  });
}

function checkObject(name: string, value: unknown): AppError | undefined {
  const [problem] = checkJsonValue(value, { maxBytes: limits.MAX_VALUE_BYTES });
  if (problem) return invalidInput(`/${name}${problem.path}`, problem.message, problem.hint);
  if (isObject(value)) return undefined;
  return invalidInput(`/${name}`, `\`${name}\` has to be an object.`, `Write { "${name}": { … } }.`);
}

function checkScope(scope: NodeScope): AppError | undefined {
  const unknown = Object.keys(scope).find((key) => !SCOPE_KEYS.has(key));
  if (unknown !== undefined)
    return invalidInput(`/scope/${unknown}`, `A scope has no ${unknown}.`, `Use ${[...SCOPE_KEYS].join(", ")}.`);
  for (const name of ["steps", "vars", "event"] as const) {
    if (scope[name] !== undefined && !isObject(scope[name]))
      return invalidInput(`/scope/${name}`, `\`${name}\` has to be an object.`, "Write its values by name.");
  }
  const { time } = scope.event ?? {};
  if (time !== undefined && (typeof time !== "string" || Number.isNaN(Date.parse(time))))
    return invalidInput(
      "/scope/event/time",
      "`time` is not a moment.",
      "Send a moment in RFC 3339, such as 2026-11-21T09:30:00Z.",
    );
  return undefined;
}

function checkNumber(name: string, value: number | null | undefined, most: number): AppError | undefined {
  if (value == null || (Number.isInteger(value) && value >= 1 && value <= most)) return undefined;
  return invalidInput(`/${name}`, `\`${name}\` is ${String(value)}.`, `Use a number from 1 to ${String(most)}.`);
}
