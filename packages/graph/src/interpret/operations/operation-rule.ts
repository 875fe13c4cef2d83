import type { Run } from "../state/run.ts";
import type { Caller, Refusal, Operation } from "../operation.ts";
import type { OpenEntry } from "../state/open-entry.ts";

/** One operation: whether it may be done now, and doing it. */
export interface OperationRule<Of extends Operation> {
  check(run: Run, operation: Of, by: Caller): Refusal | null;
  carryOut(run: Run, operation: Of, by: Caller): void;
}

/** What is open at the path, or why the operation finds nothing there. */
export function openAt(run: Run, path: string): OpenEntry | Refusal {
  const entry = run.open.get(path);
  if (entry !== undefined && !entry.cancelling) return entry;
  const decided = run.decided.get(path);
  if (decided !== undefined) {
    return {
      code: "ALREADY_DECIDED",
      message: `"${path}" was decided already: ${decided.as} by ${decided.by}.`,
      hint: "Nothing is left to do here.",
    };
  }
  return {
    code: "PATH_UNKNOWN",
    message: `Nothing waits at "${path}".`,
    hint: "Take the path from the execution's steps; the step may have ended meanwhile.",
  };
}

export function isRefusal(found: OpenEntry | Refusal): found is Refusal {
  return "code" in found;
}

/** The incident at the path. */
export function incidentAt(run: Run, path: string): OpenEntry | Refusal {
  const found = openAt(run, path);
  if (isRefusal(found) || found.kind === "incident") return found;
  return {
    code: "NOT_AN_INCIDENT",
    message: `"${path}" has not failed: it ${found.kind === "step" ? "runs" : "waits"}.`,
    hint: "Only a step that failed with onError: pause can be retried, skipped or failed.",
  };
}
