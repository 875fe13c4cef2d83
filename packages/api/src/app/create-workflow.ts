import { insertWorkflow, newId } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { checkDraft } from "./check-draft.ts";
import { MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, checkText, firstError } from "./check-text.ts";
import { knownNodeTypes } from "./known-node-types.ts";
import { publishLocked } from "./publish-workflow.ts";
import { invalidGraph, readGraph, readTriggers } from "./read-draft.ts";
import type { SavedWorkflow } from "./saved-workflow.ts";

export interface CreateWorkflowInput {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly graph?: unknown;
  readonly triggers?: unknown;
  /** Publish at once; then errors of the graph refuse the whole call. */
  readonly publish?: boolean | null | undefined;
}

/** Stores a new workflow, published where asked, in one transaction. */
export async function createWorkflow({ db }: AppDeps, input: CreateWorkflowInput): Promise<Result<SavedWorkflow>> {
  const error = firstError(
    checkText(input.name, "/name", { most: MAX_NAME_LENGTH }),
    checkText(input.description ?? "", "/description", { least: 0, most: MAX_DESCRIPTION_LENGTH }),
  );
  if (error) return refuse(error);
  const graph = readGraph(input.graph);
  if (!graph.ok) return graph;
  const triggers = readTriggers(input.triggers);
  if (!triggers.ok) return triggers;

  const draft = { graph: graph.value, triggers: triggers.value };
  const checked = checkDraft(draft, await knownNodeTypes(db));
  if (input.publish === true && !checked.publishable) return refuse(invalidGraph(checked.problems));
  return await db.transaction().execute(async (tx): Promise<Result<SavedWorkflow>> => {
    const row = { id: newId("wf"), name: input.name, description: input.description ?? null, draft };
    const workflow = await insertWorkflow(tx, row);
    return input.publish === true ? await publishLocked(tx, workflow) : ok({ workflow, problems: checked.problems });
  });
}
