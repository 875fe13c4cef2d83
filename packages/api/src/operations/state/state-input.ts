import { findWorkflows } from "@tempograph/db";
import { checkStateKey, StateError } from "@tempograph/graph";
import { invalidInput, notFound, ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import { id, optional, text } from "../fields.ts";
import type { Context } from "../operation.ts";

/** Which entry is meant. */
export const stateEntryKey = {
  workflowId: optional(id("The workflow whose entry it is, `wf_…`. Left out: it is the project's own.")),
  key: text("Its key."),
};

interface Named {
  readonly workflowId?: string | null | undefined;
  readonly key: string;
}

/** Where the entry is, if the key can be one and the project has the workflow. */
export async function findPlace(
  { deps: { db }, caller }: Context,
  { workflowId, key }: Named,
): Promise<Result<{ readonly project: string; readonly workflowId: string; readonly key: string }>> {
  const error = stateProblem(() => checkStateKey(key));
  if (error !== undefined) return refuse(error);
  if (workflowId != null && (await findWorkflows(db, [workflowId])).length === 0)
    return refuse(notFound("workflow", workflowId, "Look the id up in `workflows`.", "/workflowId"));
  return ok({ project: caller.project, workflowId: workflowId ?? "", key });
}

/** Why a value, key or time to live cannot be stored. */
export function stateProblem(check: () => void): AppError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return refusedState(error);
  }
}

/** The error of a request on an entry, as the API names it. */
export function refusedState({ code, message, hint }: StateError): AppError {
  if (code !== "INPUT_INVALID") return { code: code === "STATE_WRONG_KIND" ? "INVALID_INPUT" : code, message, hint };
  const [, path = "/key", text = message] = /^(\/\w+)[^:]*: (.*)$/s.exec(message) ?? [];
  return invalidInput(path, text, hint);
}
