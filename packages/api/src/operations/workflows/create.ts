import { findVersions, findWorkflows, insertWorkflow, newId, type Database, type WorkflowRecord } from "@tempograph/db";
import { fingerprint } from "@tempograph/dispatch";
import type { Principal } from "../../access/principal.ts";
import { ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import type { Run } from "../../compute/compute.ts";
import {
  MAX_DESCRIPTION_LENGTH,
  MAX_NAME_LENGTH,
  checkKey,
  checkText,
  checkWorkflowKey,
  firstError,
} from "../../app/check-text.ts";
import { keyedId } from "../../app/keyed-id.ts";
import { knownParts } from "../../app/known-parts.ts";
import { publishLocked } from "../../app/publish-locked.ts";
import { invalidGraph, readGraph, readTriggers } from "../../app/read-draft.ts";
import { keyTaken, type SavedWorkflow } from "../../app/saved-workflow.ts";
import { flag, idempotencyKey, input, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES, placeInBody, readWorkflowBody, workflowBody, workflowExample } from "./workflow-body.ts";
import { savedPayload, savedRest } from "./saved-workflow.ts";
import { graph, name, triggers, workflowKey } from "./workflow-input.ts";

/** Stores a new workflow and, unless `publish` is false, publishes it in the same transaction. */
export const workflowCreate = defineOperation({
  name: "workflowCreate",
  kind: "mutation",
  permission: "workflows",
  summary: "Create and publish a workflow",
  description:
    "Stores a new workflow and publishes it. If its graph has errors, the call is refused. With `publish: false` it is stored as a draft, even if it has errors.",
  input: input("WorkflowCreateInput", "A new workflow.", {
    name,
    description: optional(text("The purpose of the workflow.")),
    key: optional(workflowKey),
    graph,
    triggers: triggers(
      "The triggers. Without a trigger, the workflow can only be started with `executionStart` or by another workflow.",
    ),
    publish: optional(
      flag(
        "Whether to publish it at once; the call is then refused if there is a problem of severity `ERROR`. Default true.",
      ),
    ),
    idempotencyKey,
  }),
  errors: ["validation", "conflict", "unavailable"],
  audit: { made: ({ workflow }: SavedWorkflow) => workflow.id },
  idempotency: "idempotencyKey",
  result: savedPayload("WorkflowCreatePayload", "The new workflow."),
  rest: {
    method: "POST",
    path: "/workflows",
    tag: "workflows",
    status: 201,
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    read: ({ body, headers }) => {
      const { idempotencyKey, ...content } = readWorkflowBody(body, headers);
      return { ...content, name: content.name ?? "", publish: content.publish ?? true, idempotencyKey };
    },
    body: workflowBody,
    place: placeInBody,
    example: workflowExample,
    answer: savedRest,
    location: ({ workflow }) => `/workflows/${workflow.id}`,
  },
  async run({ deps, caller }, input) {
    const { db, compute } = deps;
    const error = firstError(
      checkText(input.name, "/name", { most: MAX_NAME_LENGTH }),
      checkText(input.description ?? "", "/description", { least: 0, most: MAX_DESCRIPTION_LENGTH }),
      checkKey(input.idempotencyKey),
      checkWorkflowKey(input.key),
    );
    if (error) return refuse(error);
    const graph = readGraph(input.graph);
    if (!graph.ok) return graph;
    const triggers = readTriggers(input.triggers);
    if (!triggers.ok) return triggers;

    const { name, description = null, key = null, idempotencyKey } = input;
    const publish = input.publish ?? true;
    const draft = { graph: graph.value, triggers: triggers.value };
    const row = {
      ...{ id: workflowId(caller, idempotencyKey), name, key, description, draft },
      fingerprint:
        idempotencyKey == null
          ? null
          : fingerprint([name, description, draft, publish, ...(key === null ? [] : [key])]),
    };
    const parts = await knownParts(db, draft);
    return await compute.session(caller, async (run): Promise<Result<SavedWorkflow>> => {
      const known = await whatIsThere(db, run, row, publish);
      if (known !== undefined) return known;
      const checked = await run("checkDraft", draft, parts, { id: row.id, name });
      if (publish && !checked.publishable) return refuse(invalidGraph(checked.problems));
      try {
        return await db.transaction().execute(async (tx): Promise<Result<SavedWorkflow>> => {
          const workflow = await insertWorkflow(tx, row);
          return publish
            ? ok(await publishLocked(tx, run, deps, workflow))
            : ok({ workflow, problems: checked.problems });
        });
      } catch (error) {
        // Another call with the same key has inserted the row in the meantime: Postgres allows only one row with this id.
        const faster = await whatIsThere(db, run, row, publish);
        if (faster !== undefined) return faster;
        const taken = keyTaken(error, key);
        if (taken !== undefined) return refuse(taken);
        throw error;
      }
    });
  },
});

/** The workflow's id. The same caller and key give the same id, so that a repeated call makes one workflow. */
function workflowId({ project, name }: Principal, key: string | null | undefined): string {
  return key == null ? newId("wf") : keyedId("wf", project, name, key);
}

/** The result for a key that has made a workflow before: the workflow if the request is the same, otherwise a refusal. */
async function whatIsThere(
  db: Database,
  run: Run,
  sent: { readonly id: string; readonly fingerprint: string | null },
  publish: boolean,
): Promise<Result<SavedWorkflow> | undefined> {
  if (sent.fingerprint === null) return undefined;
  const [workflow] = await findWorkflows(db, [sent.id], { withDeleted: true });
  if (workflow === undefined) return undefined;
  if (workflow.fingerprint !== sent.fingerprint || workflow.status === "deleted")
    return refuse(otherWorkflow(workflow));
  const [version] = publish ? await findVersions(db, [{ workflowId: workflow.id, version: 1 }]) : [];
  const { id, name, draft } = workflow;
  const { problems } = await run("checkDraft", draft, await knownParts(db, draft), { id, name });
  return ok({ workflow, ...(version && { version }), problems });
}

function otherWorkflow({ id, status }: WorkflowRecord): AppError {
  return {
    code: "IDEMPOTENCY_CONFLICT",
    message: `This idempotency key made the workflow ${id}, ${status === "deleted" ? "which has been deleted" : "from other content"}.`,
    path: "/idempotencyKey",
    hint: "Use a new key for a new workflow.",
  };
}
