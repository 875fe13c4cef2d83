import {
  findExecutions,
  findVersions,
  insertManualStart,
  lockWorkflow,
  newId,
  raiseLatestVersion,
  type Database,
  type ExecutionRecord,
  type WorkflowRecord,
} from "@tempograph/db";
import { executionId, fingerprint } from "@tempograph/dispatch";
import type { Json } from "@tempograph/graph";
import { z } from "zod";
import type { Principal } from "../../access/principal.ts";
import { invalidInput, ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import { checkKey, firstError } from "../../app/check-text.ts";
import { unpublishedVersion } from "../../app/get-version.ts";
import { keyedId } from "../../app/keyed-id.ts";
import { keepDraft } from "../../app/publish-locked.ts";
import { archivedWorkflow, unknownWorkflow } from "../../app/saved-workflow.ts";
import { checkData } from "../../app/send-events.ts";
import { executionAnswer, executionJson } from "../answers/execution.ts";
import type { Run } from "../../compute/compute.ts";
import { flag, idempotencyKey, input, json, optional, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { workflowId } from "../workflows/workflow-input.ts";

interface Started {
  readonly execution: ExecutionRecord;
  readonly deduplicated: boolean;
}

/** Starts a workflow by hand. Its triggers are not evaluated, and no other workflow gets an event. */
export const executionStart = defineOperation({
  name: "executionStart",
  kind: "mutation",
  permission: "start",
  summary: "Start a workflow by hand",
  description:
    "Starts a workflow by hand, with your data as its payload. Its triggers are not evaluated, and no other workflow starts. " +
    "It runs the published version, another version, or the draft. If no version has the draft's content yet, the draft is stored as a new version, which no event starts.",
  input: input("ExecutionStartInput", "Which workflow to start, and with which data.", {
    workflowId,
    data: optional(json("The payload. At most 1 MiB. Default `{}`.")),
    version: optional(whole("A version of the workflow. Default: the published version.")),
    draft: optional(flag("Whether to run the draft as it is now. Not together with `version`.")),
    idempotencyKey,
  }),
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: { made: ({ execution }: Started) => execution.id },
  idempotency: "idempotencyKey",
  result: {
    payload: "ExecutionStartPayload",
    description: "The new execution.",
    fields: {
      execution: {
        type: "Execution",
        description: "The new execution. It is PENDING until it has started on Temporal.",
        from: ({ execution }: Started) => execution,
      },
      deduplicated: {
        type: "Boolean",
        description: "Whether the execution existed before, under the same idempotencyKey.",
        from: ({ deduplicated }: Started) => deduplicated,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/executions",
    tag: "executions",
    status: 201,
    answer: {
      schema: executionAnswer.extend({ deduplicated: z.boolean() }),
      from: ({ execution, deduplicated }, context) => ({ ...executionJson(execution, context), deduplicated }),
    },
    location: ({ execution }) => `/executions/${execution.id}`,
    example: { workflowId: "wf_…", data: { lead: { score: 90 } } },
  },
  async run({ deps: { db, quota, compute }, caller }, input): Promise<Result<Started>> {
    const data = (input.data ?? {}) as Json;
    const error = firstError(checkKey(input.idempotencyKey), checkData(data), checkChoice(input));
    if (error) return refuse(error);
    const eventId = startEventId(caller, input.idempotencyKey);
    const over = await quota.refuse(1, () => JSON.stringify(data).length);
    // To repeat a start that was accepted uses nothing of what the project may use.
    if (over && !(await isStarted(db, input.idempotencyKey, executionId(eventId, input.workflowId))))
      return refuse(over);
    const start = (run?: Run) =>
      db.transaction().execute(async (tx): Promise<Result<Started>> => {
        const workflow = await lockWorkflow(tx, input.workflowId);
        if (workflow === undefined) return refuse({ ...unknownWorkflow(input.workflowId), path: "/workflowId" });
        if (workflow.status === "archived") return refuse({ ...archivedWorkflow(workflow), path: "/workflowId" });
        const version = await chosenVersion(tx, run, workflow, input);
        if (!version.ok) return version;
        const id = executionId(eventId, workflow.id);
        const inserted = await insertManualStart(tx, {
          executionId: id,
          eventId,
          workflowId: workflow.id,
          version: version.value,
          data,
          actor: caller.name,
          fingerprint: fingerprint([workflow.id, input.version ?? null, input.draft ?? false, data]),
        });
        if (inserted === "other") return refuse(otherStart());
        const [execution] = await findExecutions(tx, [id]);
        return ok({ execution: execution!, deduplicated: inserted === "known" });
      });
    // Only the draft has to be checked first.
    return input.draft === true ? await compute.session(caller, start) : await start();
  },
});

function checkChoice({ version, draft }: { readonly version?: number | null; readonly draft?: boolean | null }) {
  if (version == null || draft !== true) return undefined;
  return invalidInput("/draft", "`version` and `draft` cannot be used together.", "Leave out `version` or `draft`.");
}

async function chosenVersion(
  tx: Database,
  run: Run | undefined,
  workflow: WorkflowRecord,
  { version, draft }: { readonly version?: number | null; readonly draft?: boolean | null },
): Promise<Result<number>> {
  if (draft === true && run !== undefined) {
    const kept = await keepDraft(tx, run, workflow);
    if (!kept.ok) return kept;
    await raiseLatestVersion(tx, workflow.id, kept.value.version.version);
    return ok(kept.value.version.version);
  }
  const wanted = version ?? workflow.publishedVersion;
  if (wanted === null) return refuse(nothingPublished(workflow));
  const [found] = await findVersions(tx, [{ workflowId: workflow.id, version: wanted }]);
  return found === undefined ? refuse(unpublishedVersion(workflow.id, wanted)) : ok(found.version);
}

async function isStarted(db: Database, key: string | null | undefined, id: string): Promise<boolean> {
  return key != null && (await findExecutions(db, [id])).length > 0;
}

/** The event's id. The same caller and key give the same id, and so the same execution. */
function startEventId({ project, name }: Principal, key: string | null | undefined): string {
  return key == null ? newId("evt") : keyedId("evt", project, "start", name, key);
}

function nothingPublished({ id }: WorkflowRecord): AppError {
  return {
    code: "VERSION_NOT_PUBLISHED",
    message: `The workflow ${id} has no published version.`,
    path: "/workflowId",
    hint: "Publish the workflow, or run its draft with `draft: true`.",
  };
}

function otherStart(): AppError {
  return {
    code: "IDEMPOTENCY_CONFLICT",
    message: "This idempotency key was used for a different start.",
    path: "/idempotencyKey",
    hint: "Use a new key for a new execution.",
  };
}
