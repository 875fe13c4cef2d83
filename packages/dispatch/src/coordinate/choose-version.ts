import type { CallableWorkflow } from "@tempograph/db";
import { CoordinationError } from "./coordination-error.ts";

/** Finds the workflow and version that a call refers to by id or name. */
export function chooseVersion(
  asked: string,
  version: number | null,
  found: readonly CallableWorkflow[],
): { readonly workflowId: string; readonly version: number } {
  const name = JSON.stringify(asked);
  const active = found.filter(({ status }) => status === "active");
  const [workflow] = active;
  if (workflow === undefined) {
    if (found.length > 0)
      throw new CoordinationError(
        "WORKFLOW_ARCHIVED",
        `The workflow ${name} is archived and cannot be called.`,
        "Activate it again, or call another workflow.",
      );
    throw new CoordinationError(
      "WORKFLOW_UNKNOWN",
      `There is no workflow with the id or name ${name}.`,
      "Look it up in the list of workflows; ids begin with wf_.",
    );
  }
  if (active.length > 1)
    throw new CoordinationError(
      "WORKFLOW_AMBIGUOUS",
      `Several workflows are called ${name}.`,
      `Call it by its id: ${active.map(({ id }) => id).join(", ")}.`,
      { details: { ids: active.map(({ id }) => id) } },
    );
  if (version !== null) {
    if (workflow.hasVersion !== true)
      throw new CoordinationError(
        "VERSION_NOT_PUBLISHED",
        `The workflow ${name} has no version ${version}.`,
        "Name a published version, or leave the version out to call the one that is published at that moment.",
      );
    return { workflowId: workflow.id, version };
  }
  if (workflow.publishedVersion === null)
    throw new CoordinationError(
      "WORKFLOW_NOT_PUBLISHED",
      `The workflow ${name} has no published version.`,
      "Publish it, then run the step again.",
    );
  return { workflowId: workflow.id, version: workflow.publishedVersion };
}
