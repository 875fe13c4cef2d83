import { findVersions, setPublishedVersion, type Database, type WorkflowRecord } from "@tempograph/db";
import type { Problem } from "@tempograph/graph";
import { publishTriggers, type LiveVersion } from "@tempograph/triggers";
import type { AppDeps } from "./app-deps.ts";
import { RefusedWork } from "./app-error.ts";
import { invalidGraph } from "./read-draft.ts";

/** What publishing works with, beside its transaction. */
export type Publishing = Pick<AppDeps, "project" | "masterKeys">;

/**
 * Makes a version the one that new events start, with its triggers. The caller holds the workflow's lock.
 *
 * @throws RefusedWork if a trigger cannot be live: the transaction has to be rolled back, with the draft or the workflow that it has written
 */
export async function makeLive(tx: Database, deps: Publishing, version: LiveVersion): Promise<LiveWorkflow> {
  const problems = await publishOrThrow(tx, deps, version);
  return { workflow: await setPublishedVersion(tx, version.workflowId, version.version), problems };
}

interface LiveWorkflow {
  readonly workflow: WorkflowRecord;
  /** Warnings about its triggers. */
  readonly problems: readonly Problem[];
}

/**
 * Makes the triggers of an archived workflow live again, those of the version that was published.
 *
 * @throws RefusedWork if one of them cannot be live
 */
export async function makeLiveAgain(tx: Database, deps: Publishing, workflow: WorkflowRecord): Promise<void> {
  if (workflow.publishedVersion === null) return;
  const [version] = await findVersions(tx, [{ workflowId: workflow.id, version: workflow.publishedVersion }]);
  await publishOrThrow(tx, deps, version!);
}

async function publishOrThrow(
  tx: Database,
  { project, masterKeys }: Publishing,
  version: LiveVersion,
): Promise<readonly Problem[]> {
  const problems = await publishTriggers(tx, version, { secrets: { project, masterKeys } });
  if (problems.some(({ severity }) => severity === "error")) throw new RefusedWork(invalidGraph(problems));
  return problems;
}
