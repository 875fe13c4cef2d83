import { DurationError, parseDuration } from "../definition/duration.ts";
import type { StartPolicies } from "../definition/graph.ts";
import { isObject } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";

/** Start policies each of which is right, and which cannot hold together. */
export function* contradictions(start: StartPolicies | undefined): Iterable<Problem> {
  if (!isObject(start)) return;
  const { debounce, batch } = start;
  if (isObject(debounce) && isObject(batch))
    yield wrong(
      "batch",
      "debounce and batch cannot be used together: one starts an execution for one event of many, the other for all of them.",
      "Remove one of the two.",
    );
  if (isObject(debounce)) {
    const [after, maxWait] = [msOf(debounce.after), msOf(debounce.maxWait)];
    if (after !== undefined && maxWait !== undefined && maxWait < after)
      yield wrong(
        "debounce/maxWait",
        "maxWait is shorter than after: no event would ever put off the start.",
        "Make maxWait longer than after, or remove it.",
      );
  }
  if (!isObject(batch)) return;
  for (const policy of ["throttle", "concurrency", "fairness"] as const) {
    const key: unknown = isObject(start[policy]) ? start[policy].key : undefined;
    if (key === undefined || key === batch.key) continue;
    yield wrong(
      `${policy}/key`,
      `${policy} is asked about the execution of a whole batch, whose events may have different values of this key.`,
      `Give ${policy} the key of batch, or none.`,
    );
  }
}

function wrong(place: string, message: string, hint: string): Problem {
  return { code: "INVALID_SETTING", severity: "error", path: `/settings/start/${place}`, message, hint };
}

/** Undefined: it is none, which another rule says. */
function msOf(value: unknown): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  try {
    return parseDuration(value);
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}
