import { DurationError, parseDuration } from "../definition/duration.ts";
import type { StartPolicies } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
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

/** A schedule's `overlap` is a policy about the executions that are open, as `concurrency` is. */
export function* overlapContradictions(
  start: StartPolicies | undefined,
  triggers: readonly Trigger[],
): Iterable<Problem> {
  const other = (["concurrency", "batch"] as const).find((name) => isObject(start) && start[name] !== undefined);
  if (other === undefined) return;
  for (const [index, { kind, config }] of triggers.entries()) {
    const overlap = kind === "schedule" && isObject(config) ? config["overlap"] : undefined;
    if (overlap === undefined || overlap === "allowAll") continue;
    yield {
      code: "INVALID_SETTING",
      severity: "error",
      path: `/triggers/${index}/config/overlap`,
      message: `The workflow has the start policy ${other}, which cannot be used together with overlap.`,
      hint: `Remove overlap, or remove ${other} from settings.start.`,
    };
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
