import {
  findVersions,
  insertVersion,
  lockWorkflow,
  setPublishedVersion,
  type Database,
  type WorkflowRecord,
} from "@tempograph/db";
import { INTERPRETER_VERSION, definitionHash, freeze } from "@tempograph/graph";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { checkDraft } from "./check-draft.ts";
import { unpublishedVersion } from "./get-version.ts";
import { knownNodeTypes } from "./known-node-types.ts";
import { invalidGraph } from "./read-draft.ts";
import { archivedWorkflow, staleRevision, unknownWorkflow, type SavedWorkflow } from "./saved-workflow.ts";

export interface PublishWorkflowInput {
  readonly id: string;
  /** Publish only if the draft still has this revision. */
  readonly draftRevision?: number | null | undefined;
  /** Let new events start this older version again, instead of publishing the draft. */
  readonly version?: number | null | undefined;
}

/** Makes an immutable version of the draft, or an older version live again. Running executions keep theirs (I8). */
export async function publishWorkflow({ db }: AppDeps, input: PublishWorkflowInput): Promise<Result<SavedWorkflow>> {
  return await db.transaction().execute(async (tx): Promise<Result<SavedWorkflow>> => {
    const workflow = await lockWorkflow(tx, input.id);
    if (workflow === undefined) return refuse(unknownWorkflow(input.id));
    if (workflow.status === "archived") return refuse(archivedWorkflow(workflow));
    if (input.draftRevision != null && input.draftRevision !== workflow.draftRevision)
      return refuse(staleRevision(workflow, input.draftRevision));
    if (input.version == null) return await publishLocked(tx, workflow);
    const [version] = await findVersions(tx, [{ workflowId: workflow.id, version: input.version }]);
    if (version === undefined) return refuse(unpublishedVersion(workflow.id, input.version));
    return ok({ workflow: await setPublishedVersion(tx, workflow.id, version.version), version, problems: [] });
  });
}

/** Publishes the draft of a workflow whose row this transaction has locked or just made. */
export async function publishLocked(tx: Database, workflow: WorkflowRecord): Promise<Result<SavedWorkflow>> {
  const types = await knownNodeTypes(tx);
  const { graph, problems, publishable } = checkDraft(workflow.draft, types);
  if (graph === null || !publishable) return refuse(invalidGraph(problems));
  const number = workflow.latestVersion + 1;
  const definition = freeze({ graph, types, workflow: { id: workflow.id, name: workflow.name, version: number } });
  const version = await insertVersion(tx, {
    workflowId: workflow.id,
    version: number,
    graph,
    triggers: workflow.draft.triggers,
    definition,
    definitionHash: definitionHash(definition),
    interpreterVersion: INTERPRETER_VERSION,
  });
  return ok({ workflow: await setPublishedVersion(tx, workflow.id, number), version, problems });
}
