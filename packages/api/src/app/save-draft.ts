import { lockWorkflow, updateDraft } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { checkDraft } from "./check-draft.ts";
import { MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, checkText, firstError } from "./check-text.ts";
import { knownNodeTypes } from "./known-node-types.ts";
import { publishLocked } from "./publish-workflow.ts";
import { invalidGraph, readGraph, readTriggers } from "./read-draft.ts";
import { archivedWorkflow, staleRevision, unknownWorkflow, type SavedWorkflow } from "./saved-workflow.ts";

export interface SaveDraftInput {
  readonly id: string;
  /** The revision that was edited. Absent: whatever is there is overwritten. */
  readonly draftRevision?: number | null | undefined;
  readonly name?: string | null | undefined;
  /** Undefined: stays. Null: taken away. */
  readonly description?: string | null | undefined;
  readonly graph?: unknown;
  readonly triggers?: unknown;
  /** Publish what was saved, in the same transaction; then errors of the graph refuse the whole call. */
  readonly publish?: boolean | undefined;
}

/** Saves a draft; what is absent stays. */
export async function saveDraft({ db }: AppDeps, input: SaveDraftInput): Promise<Result<SavedWorkflow>> {
  const error = firstError(
    input.name == null ? undefined : checkText(input.name, "/name", { most: MAX_NAME_LENGTH }),
    checkText(input.description ?? "", "/description", { least: 0, most: MAX_DESCRIPTION_LENGTH }),
  );
  if (error) return refuse(error);
  const graph = input.graph == null ? undefined : readGraph(input.graph);
  if (graph?.ok === false) return graph;
  const triggers = input.triggers == null ? undefined : readTriggers(input.triggers);
  if (triggers?.ok === false) return triggers;
  const types = await knownNodeTypes(db);

  return await db.transaction().execute(async (tx): Promise<Result<SavedWorkflow>> => {
    const before = await lockWorkflow(tx, input.id);
    if (before === undefined) return refuse(unknownWorkflow(input.id));
    if (before.status === "archived") return refuse(archivedWorkflow(before));
    if (input.draftRevision != null && input.draftRevision !== before.draftRevision)
      return refuse(staleRevision(before, input.draftRevision));
    const draft = {
      graph: (graph?.value ?? before.draft.graph) as JsonObject,
      triggers: triggers?.value ?? before.draft.triggers,
    };
    const checked = checkDraft(draft, types);
    // Before anything is written, so that a refusal has nothing to take back.
    if (input.publish === true && !checked.publishable) return refuse(invalidGraph(checked.problems));
    const workflow = await updateDraft(tx, before.id, {
      name: input.name ?? before.name,
      description: input.description === undefined ? before.description : input.description,
      draft,
    });
    return input.publish === true ? await publishLocked(tx, workflow) : ok({ workflow, problems: checked.problems });
  });
}
