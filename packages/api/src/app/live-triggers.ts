import { findVersions, setPublishedVersion, type Database, type WorkflowRecord } from "@tempograph/db";
import { publishTriggers, type LiveVersion } from "@tempograph/triggers";
import { ok, refuse, type Result } from "./app-error.ts";
import { invalidGraph } from "./read-draft.ts";

/** Makes a version the one that new events start, with its triggers. The caller holds the workflow's lock. */
export async function makeLive(tx: Database, version: LiveVersion): Promise<Result<WorkflowRecord>> {
  const problems = await publishTriggers(tx, version);
  if (problems.some(({ severity }) => severity === "error")) return refuse(invalidGraph(problems));
  return ok(await setPublishedVersion(tx, version.workflowId, version.version));
}

/** Makes the triggers of an archived workflow live again, those of the version that was published. */
export async function makeLiveAgain(tx: Database, workflow: WorkflowRecord): Promise<Result<undefined>> {
  if (workflow.publishedVersion === null) return ok(undefined);
  const [version] = await findVersions(tx, [{ workflowId: workflow.id, version: workflow.publishedVersion }]);
  const problems = await publishTriggers(tx, version!);
  return problems.some(({ severity }) => severity === "error") ? refuse(invalidGraph(problems)) : ok(undefined);
}
