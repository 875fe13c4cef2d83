import {
  findVersions,
  insertVersion,
  markPublished,
  type Database,
  type VersionRecord,
  type WorkflowRecord,
} from "@tempograph/db";
import { INTERPRETER_VERSION, type Problem } from "@tempograph/graph";
import type { Run } from "../compute/compute.ts";
import { ok, refuse, RefusedWork, type Result } from "./app-error.ts";
import { knownParts } from "./known-parts.ts";
import { makeLive, type Publishing } from "./live-triggers.ts";
import { invalidGraph } from "./read-draft.ts";
import type { SavedWorkflow } from "./saved-workflow.ts";

/**
 * Publishes the draft of a workflow whose row this transaction has locked or inserted.
 *
 * @throws RefusedWork if it cannot be published: the transaction has to be rolled back, with the draft or the workflow that it has written
 */
export async function publishLocked(
  tx: Database,
  run: Run,
  deps: Publishing,
  workflow: WorkflowRecord,
  note?: string | null,
): Promise<SavedWorkflow> {
  const kept = await keepDraft(tx, run, workflow);
  if (!kept.ok) throw new RefusedWork(kept.error);
  const { problems } = kept.value;
  const version = await markPublished(tx, kept.value.version, note);
  const live =
    workflow.publishedVersion === version.version ? { workflow, problems: [] } : await makeLive(tx, deps, version);
  return {
    ...{ workflow: live.workflow, version },
    problems: [...problems, ...live.problems, ...withoutTriggers(workflow)],
  };
}

/**
 * Finds or makes the version with the draft's content: the published or the newest version if nothing but the workflow's name
 * differs, otherwise a new one. The caller holds the workflow's lock.
 */
export async function keepDraft(
  tx: Database,
  run: Run,
  { id, name, draft, publishedVersion, latestVersion }: WorkflowRecord,
): Promise<Result<{ readonly version: VersionRecord; readonly problems: readonly Problem[] }>> {
  const numbers = [...new Set([publishedVersion ?? 0, latestVersion])];
  const known = await findVersions(
    tx,
    numbers.map((number) => ({ workflowId: id, version: number })),
  );
  const number = latestVersion + 1;
  const parts = await knownParts(tx, draft, { lock: true });
  const { problems, same, content } = await run("makeVersion", { draft, workflow: { id, name }, parts, known, number });
  const before = known.find(({ version }) => version === same);
  if (before !== undefined) return ok({ version: before, problems });
  if (content === undefined) return refuse(invalidGraph(problems));
  const { triggers } = draft;
  const made = { workflowId: id, version: number, triggers, ...content, interpreterVersion: INTERPRETER_VERSION };
  const version = await insertVersion(tx, made);
  return ok({ version, problems });
}

function withoutTriggers({ name, draft }: WorkflowRecord): Problem[] {
  if (draft.triggers.length > 0) return [];
  return [
    {
      code: "NO_TRIGGER",
      severity: "warning",
      path: "/triggers",
      message: `The workflow ${JSON.stringify(name)} has no trigger, so no event starts it.`,
      hint: "Add a trigger, start the workflow by hand (`executionStart`), or call it from another workflow (`call_workflow`).",
    },
  ];
}
