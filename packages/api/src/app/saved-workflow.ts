import type { VersionRecord, WorkflowRecord } from "@tempograph/db";
import type { Problem } from "@tempograph/graph";
import { notFound, type AppError } from "./app-error.ts";

/** The result of saving and publishing. */
export interface SavedWorkflow {
  readonly workflow: WorkflowRecord;
  /** The version that new events start from now on, if this call published one. */
  readonly version?: VersionRecord;
  readonly problems: readonly Problem[];
}

export function unknownWorkflow(id: string, path?: string): AppError {
  return notFound("workflow", id, "Look the id up in the list of workflows; it begins with wf_.", path);
}

export function archivedWorkflow(workflow: WorkflowRecord): AppError {
  return {
    code: "WORKFLOW_ARCHIVED",
    message: `The workflow ${workflow.id} is archived and cannot be changed.`,
    path: "/id",
    hint: "Activate it again first (`workflowUnarchive`).",
  };
}

/** The refusal if an error of Postgres says that another workflow has the key; undefined for any other error. */
export function keyTaken(error: unknown, key: string | null | undefined): AppError | undefined {
  if ((error as { readonly constraint?: unknown }).constraint !== "workflows_key") return undefined;
  return {
    code: "WORKFLOW_KEY_EXISTS",
    message: `Another workflow has the key ${JSON.stringify(key)}.`,
    path: "/key",
    hint: "Find it with `workflows(key:)` and change it, or choose another key.",
  };
}

export function staleRevision(workflow: WorkflowRecord, given: number): AppError {
  return {
    code: "REVISION_CONFLICT",
    message: `The draft has revision ${String(workflow.draftRevision)}, not ${String(given)}: somebody saved it in the meantime.`,
    path: "/draftRevision",
    hint: "Load the workflow again, make your changes in it, and save it with its current revision.",
  };
}
