import { lockWorkflow, updateDraft } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import type { z } from "zod";
import { ok, refuse, RefusedWork, type Result } from "../../app/app-error.ts";
import {
  MAX_DESCRIPTION_LENGTH,
  MAX_NAME_LENGTH,
  checkText,
  checkWorkflowKey,
  firstError,
} from "../../app/check-text.ts";
import { knownParts } from "../../app/known-parts.ts";
import { publishLocked } from "../../app/publish-locked.ts";
import { invalidGraph, readGraph, readTriggers } from "../../app/read-draft.ts";
import {
  archivedWorkflow,
  keyTaken,
  staleRevision,
  unknownWorkflow,
  type SavedWorkflow,
} from "../../app/saved-workflow.ts";
import { input, optional, text, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES, placeInBody, readWorkflowBody, workflowBody, workflowExample } from "./workflow-body.ts";
import { savedPayload, savedRest } from "./saved-workflow.ts";
import { graph, name, triggers, workflowId, workflowKey } from "./workflow-input.ts";

const draftInput = input("WorkflowSaveDraftInput", "The new content of a draft. Absent fields stay unchanged.", {
  id: workflowId,
  draftRevision: whole(
    "The revision that was edited. If the draft has another revision, the call is refused with REVISION_CONFLICT.",
  ),
  name: optional(name),
  key: optional(workflowKey),
  description: optional(text("The purpose of the workflow. Null removes it.")),
  graph: optional(graph),
  triggers: triggers("The triggers, which replace all old ones."),
});

interface Saving extends Omit<z.output<typeof draftInput>, "draftRevision"> {
  /** The revision that was edited. Absent: any revision is overwritten. */
  readonly draftRevision?: number | undefined;
  /** Whether to publish the draft in the same transaction. The call is then refused if the graph has errors. */
  readonly publish?: boolean;
}

/** Saves a draft; absent fields stay unchanged. In REST it is also published in the same transaction, unless `publish` is false. */
export const workflowSaveDraft = defineOperation({
  name: "workflowSaveDraft",
  kind: "mutation",
  permission: "workflows",
  summary: "Change and publish a workflow",
  description:
    "Saves a draft, even if it has errors. Running executions and the version that new events start do not change.",
  input: draftInput,
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: true,
  result: savedPayload("WorkflowSaveDraftPayload", "The saved draft."),
  rest: {
    method: "PUT",
    path: "/workflows/:id",
    tag: "workflows",
    description:
      "Absent fields stay unchanged. With `publish: false` only the draft changes. With `draftRevision` the call is refused if somebody else has saved the draft in the meantime.",
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    read({ body, headers, params }) {
      const { id } = params as { readonly id: string };
      const content = readWorkflowBody(body, headers);
      const saving: Saving = { ...content, id, publish: content.publish ?? true };
      return saving as z.output<typeof draftInput>;
    },
    body: workflowBody,
    place: placeInBody,
    example: workflowExample,
    answer: savedRest,
  },
  async run({ deps, caller }, given) {
    const { db, compute } = deps;
    const input: Saving = given;
    const error = firstError(
      input.name == null ? undefined : checkText(input.name, "/name", { most: MAX_NAME_LENGTH }),
      checkText(input.description ?? "", "/description", { least: 0, most: MAX_DESCRIPTION_LENGTH }),
      checkWorkflowKey(input.key),
    );
    if (error) return refuse(error);
    const graph = input.graph == null ? undefined : readGraph(input.graph);
    if (graph?.ok === false) return graph;
    const triggers = input.triggers == null ? undefined : readTriggers(input.triggers);
    if (triggers?.ok === false) return triggers;

    return await compute.session(caller, (run) =>
      db.transaction().execute(async (tx): Promise<Result<SavedWorkflow>> => {
        const before = await lockWorkflow(tx, input.id);
        if (before === undefined) return refuse(unknownWorkflow(input.id));
        if (before.status === "archived") return refuse(archivedWorkflow(before));
        if (input.draftRevision != null && input.draftRevision !== before.draftRevision)
          return refuse(staleRevision(before, input.draftRevision));
        const draft = {
          graph: (graph?.value ?? before.draft.graph) as JsonObject,
          triggers: triggers?.value ?? before.draft.triggers,
        };
        const parts = await knownParts(tx, draft);
        const checked = await run("checkDraft", draft, parts, { id: before.id, name: input.name ?? before.name });
        // Check this before anything is written, so that nothing has to be rolled back.
        if (input.publish === true && !checked.publishable) return refuse(invalidGraph(checked.problems));
        const workflow = await updateDraft(tx, before.id, {
          name: input.name ?? before.name,
          key: input.key ?? before.key,
          description: input.description === undefined ? before.description : input.description,
          draft,
        }).catch((error: unknown) => {
          const taken = keyTaken(error, input.key);
          if (taken !== undefined) throw new RefusedWork(taken);
          throw error;
        });
        return input.publish === true
          ? ok(await publishLocked(tx, run, deps, workflow))
          : ok({ workflow, problems: checked.problems });
      }),
    );
  },
});
