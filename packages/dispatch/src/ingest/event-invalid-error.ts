import type { Problem } from "@tempograph/graph";

/** An event of the call cannot be stored; none of the call was. `problem.path` is a JSON Pointer into the call's events. */
export class EventInvalidError extends Error {
  override readonly name = "EventInvalidError";
  readonly code = "EVENT_INVALID";
  readonly problem: Problem;

  constructor(path: string, message: string, hint: string, cause?: unknown) {
    super(`${path}: ${message} ${hint}`, { cause });
    this.problem = { code: "EVENT_INVALID", severity: "error", path, message, hint };
  }
}
