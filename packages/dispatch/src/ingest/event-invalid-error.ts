import type { Problem } from "@tempograph/graph";

/** Thrown if an event of the call cannot be stored; no event of the call is then stored. `problem.path` is a JSON Pointer into the list of events. */
export class EventInvalidError extends Error {
  override readonly name = "EventInvalidError";
  readonly code = "EVENT_INVALID";
  readonly problem: Problem;

  constructor(path: string, message: string, hint: string, cause?: unknown) {
    super(`${path}: ${message} ${hint}`, { cause });
    this.problem = { code: "EVENT_INVALID", severity: "error", path, message, hint };
  }
}
