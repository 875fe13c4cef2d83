import type { Run } from "../state/run.ts";
import type { Caller, Refusal, Operation } from "../operation.ts";
import type { OpenEntry } from "../state/open-entry.ts";

/** How one operation is checked and carried out. */
export interface OperationRule<Of extends Operation> {
  /** Why the operation is not possible now; null if it is possible. Changes nothing. */
  check(run: Run, operation: Of, by: Caller): Refusal | null;
  /** Carries out the operation. It is called only if `check` returned null. */
  carryOut(run: Run, operation: Of, by: Caller): void;
}

/** The open entry at the path, or the refusal if there is none. */
export function openAt(run: Run, path: string): OpenEntry | Refusal {
  const entry = run.open.get(path);
  if (entry !== undefined && !entry.cancelling) return entry;
  const decided = run.decided.get(path);
  if (decided !== undefined) {
    return {
      code: "ALREADY_DECIDED",
      message: `The step "${path}" was already decided: ${decided.as} by ${decided.by}.`,
      hint: "Nothing is left to do for this step.",
    };
  }
  return {
    code: "PATH_UNKNOWN",
    message: `No step waits at "${path}".`,
    hint: "Take the path from the list of the execution's steps. The step may have ended in the meantime.",
  };
}

export function isRefusal(found: OpenEntry | Refusal): found is Refusal {
  return "code" in found;
}

/** The incident at the path, or the refusal if there is none. */
export function incidentAt(run: Run, path: string): OpenEntry | Refusal {
  const found = openAt(run, path);
  if (isRefusal(found) || found.kind === "incident") return found;
  return {
    code: "NOT_AN_INCIDENT",
    message: `The step "${path}" has not failed: it ${found.kind === "step" ? "runs" : "waits"}.`,
    hint: "Only a step that failed with onError: pause can be retried, skipped or failed.",
  };
}
