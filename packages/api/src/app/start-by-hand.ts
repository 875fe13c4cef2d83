import {
  findExecutions,
  findVersions,
  insertManualStart,
  lockWorkflow,
  newId,
  raiseLatestVersion,
  type Database,
  type ExecutionRecord,
  type VersionRecord,
  type WorkflowRecord,
} from "@tempograph/db";
import { executionId, fingerprint } from "@tempograph/dispatch";
import type { Json } from "@tempograph/graph";
import type { Principal } from "../access/principal.ts";
import type { Run } from "../compute/compute.ts";
import type { AppDeps } from "./app-deps.ts";
import { invalidInput, ok, refuse, type AppError, type Result } from "./app-error.ts";
import { checkKey, firstError } from "./check-text.ts";
import { checkAgainstForms } from "./check-against-forms.ts";
import { unpublishedVersion } from "./get-version.ts";
import { keyedId } from "./keyed-id.ts";
import { keepDraft } from "./publish-locked.ts";
import { archivedWorkflow, unknownWorkflow } from "./saved-workflow.ts";
import { checkData } from "./send-events.ts";

export interface Started {
  readonly execution: ExecutionRecord;
  readonly deduplicated: boolean;
}

export interface StartByHand {
  readonly workflowId: string;
  readonly data: Json;
  /** Default: the published version. */
  readonly version?: number | null | undefined;
  readonly draft?: boolean | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  /** The event that is sent again to this one workflow. */
  readonly resendOf?: string | undefined;
}

/** Starts a workflow by hand: its triggers are not evaluated, and no other workflow gets an event. */
export async function startByHand(
  { db, quota, compute }: AppDeps,
  caller: Principal,
  input: StartByHand,
): Promise<Result<Started>> {
  const { data, resendOf } = input;
  const error = firstError(checkKey(input.idempotencyKey), checkData(data), checkChoice(input));
  if (error) return refuse(error);
  const eventId = startEventId(caller, input.idempotencyKey);
  const over = await quota.refuse(1, () => JSON.stringify(data).length);
  // To repeat a start that was accepted uses nothing of what the project may use.
  if (over && !(await isStarted(db, input.idempotencyKey, executionId(eventId, input.workflowId)))) return refuse(over);
  const start = (run?: Run) =>
    db.transaction().execute(async (tx): Promise<Result<Started>> => {
      const workflow = await lockWorkflow(tx, input.workflowId);
      if (workflow === undefined) return refuse(unknownWorkflow(input.workflowId, "/workflowId"));
      if (workflow.status === "archived") return refuse({ ...archivedWorkflow(workflow), path: "/workflowId" });
      const version = await chosenVersion(tx, run, workflow, input);
      if (!version.ok) return version;
      // What is sent again was meant for another trigger.
      const misfit = resendOf === undefined ? checkAgainstForms(version.value.triggers, data) : undefined;
      if (misfit) return refuse(misfit);
      const id = executionId(eventId, workflow.id);
      const content = [workflow.id, input.version ?? null, input.draft ?? false, data];
      const inserted = await insertManualStart(tx, {
        executionId: id,
        eventId,
        workflowId: workflow.id,
        version: version.value.version,
        data,
        actor: caller.name,
        fingerprint: fingerprint(resendOf === undefined ? content : [...content, resendOf]),
        resendOf,
      });
      if (inserted === "other") return refuse(otherStart());
      const [execution] = await findExecutions(tx, [id]);
      return ok({ execution: execution!, deduplicated: inserted === "known" });
    });
  // Only the draft has to be checked first.
  return input.draft === true ? await compute.session(caller, start) : await start();
}

function checkChoice({ version, draft }: { readonly version?: number | null; readonly draft?: boolean | null }) {
  if (version == null || draft !== true) return undefined;
  return invalidInput("/draft", "`version` and `draft` cannot be used together.", "Leave out `version` or `draft`.");
}

async function chosenVersion(
  tx: Database,
  run: Run | undefined,
  workflow: WorkflowRecord,
  { version, draft }: { readonly version?: number | null; readonly draft?: boolean | null },
): Promise<Result<VersionRecord>> {
  if (draft === true && run !== undefined) {
    const kept = await keepDraft(tx, run, workflow);
    if (!kept.ok) return kept;
    await raiseLatestVersion(tx, workflow.id, kept.value.version.version);
    return ok(kept.value.version);
  }
  const wanted = version ?? workflow.publishedVersion;
  if (wanted === null) return refuse(nothingPublished(workflow));
  const [found] = await findVersions(tx, [{ workflowId: workflow.id, version: wanted }]);
  return found === undefined ? refuse(unpublishedVersion(workflow.id, wanted)) : ok(found);
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
