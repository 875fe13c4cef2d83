import { findVersions, findWorkflows, type VersionRecord } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";
import { unknownWorkflow } from "./saved-workflow.ts";

export async function getVersion({ db }: AppDeps, workflowId: string, version: number): Promise<Result<VersionRecord>> {
  const [found] = await findVersions(db, [{ workflowId, version }]);
  if (found !== undefined) return ok(found);
  const [workflow] = await findWorkflows(db, [workflowId]);
  return refuse(
    workflow === undefined ? unknownWorkflow(workflowId, "/workflowId") : unpublishedVersion(workflowId, version),
  );
}

export function unpublishedVersion(workflowId: string, version: number): AppError {
  return {
    code: "VERSION_NOT_PUBLISHED",
    message: `The workflow ${workflowId} has no published version ${String(version)}.`,
    path: "/version",
    hint: "Look at the workflow's versions; publish the draft to get a new one.",
  };
}
