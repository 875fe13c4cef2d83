import {
  countBulkTargets,
  findBulkJobs,
  insertBulkJob,
  newId,
  sampleBulkTargets,
  stopBulkJob,
  type BulkCount,
  type BulkJobRecord,
  type ExecutionFilter,
  type ExecutionRecord,
} from "@tempograph/db";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { notFound, ok, refuse, type AppError, type Result } from "../app-error.ts";
import { checkKey, firstError } from "../check-text.ts";
import { keyedId } from "../keyed-id.ts";
import { actionInput, type BulkAction, type BulkActions } from "./bulk-action.ts";

/** The most items of a job. */
export const MAX_BULK = 100_000;
/** The most jobs of a project that run at once. Whoever wants to do more puts it into one job. */
export const MAX_RUNNING_JOBS = 100;
const SAMPLE = 10;

export interface BulkRequest {
  readonly filter: ExecutionFilter;
  readonly action: BulkAction;
}

export interface StartBulkInput extends BulkRequest {
  /** The count of the preview. If the count has changed since then, the job is refused. */
  readonly expectedCount?: number | null | undefined;
  /** Repeating the same job with the same key starts it once. */
  readonly idempotencyKey?: string | null | undefined;
}

export interface BulkPreview extends BulkCount {
  /** The newest of the executions. */
  readonly sample: readonly ExecutionRecord[];
}

/** Counts the executions that a job would affect and lists the newest of them. Changes nothing. */
export async function previewBulk(
  { db, searches }: AppDeps,
  actions: BulkActions,
  caller: Principal,
  { filter, action }: BulkRequest,
): Promise<Result<BulkPreview>> {
  const { targets, check } = actions[action.kind].bulk;
  const error = check?.(action);
  if (error) return refuse(atAction(error));
  return await searches.read(caller, filter, db, async (reading) => {
    const count = await countBulkTargets(reading, filter, targets);
    return ok({ ...count, sample: await sampleBulkTargets(reading, filter, targets, SAMPLE) });
  });
}

/** Writes a job and wakes the runner. The answer comes before the runner carries out any item. */
export async function startBulk(
  deps: AppDeps,
  actions: BulkActions,
  caller: Principal,
  input: StartBulkInput,
): Promise<Result<BulkJobRecord>> {
  const { filter, action } = input;
  const { targets, check } = actions[action.kind].bulk;
  const wrong = check?.(action);
  const error = firstError(checkKey(input.idempotencyKey), wrong && atAction(wrong));
  if (error) return refuse(error);
  const inserted = await deps.searches.read(caller, filter, deps.db, (db) =>
    insertBulkJob(db, {
      id: input.idempotencyKey == null ? newId("blk") : keyedId("blk", deps.project, input.idempotencyKey),
      actor: caller.name,
      actorRoles: caller.roles,
      action: action.kind,
      input: actionInput(action),
      filter,
      targets,
      expectedCount: input.expectedCount ?? null,
      most: MAX_BULK,
      mostRunning: MAX_RUNNING_JOBS,
    }),
  );
  switch (inserted.outcome) {
    case "otherCount":
      return refuse(otherCount(inserted.count, input.expectedCount ?? 0));
    case "tooMany":
      return refuse(tooMany());
    case "tooManyJobs":
      return refuse(tooManyJobs(deps.project));
    case "known":
      return isSameJob(inserted.job, input) ? ok(inserted.job) : refuse(otherJob(inserted.job));
    case "inserted":
      deps.bulk.wake();
      return ok(inserted.job);
  }
}

/** Stops a job. The items that were carried out keep their effect. */
export async function stopBulk({ db }: AppDeps, id: string): Promise<Result<BulkJobRecord>> {
  const stopped = await stopBulkJob(db, id);
  if (stopped !== undefined) return ok(stopped);
  const [job] = await findBulkJobs(db, [id]);
  if (job === undefined) return refuse(unknownJob(id));
  return refuse({
    code: "BULK_NOT_RUNNING",
    message: `The job ${id} has ended (${job.status}).`,
    path: "/id",
    hint: "There is nothing to stop; `items` lists what the job did.",
  });
}

export function unknownJob(id: string): AppError {
  return notFound("bulk job", id, "Look the id up in the list of bulk jobs.");
}

function isSameJob(job: BulkJobRecord, { action, filter }: StartBulkInput): boolean {
  if (job.action !== action.kind || !sameJson(job.input, actionInput(action))) return false;
  // As it was stored: moments are texts there, and what is undefined is left out.
  return sameJson({ ...job.filter, ...job.searched }, JSON.parse(JSON.stringify(filter)) as object);
}

/** Whether two values are equal apart from the order of keys, which jsonb changes. */
function sameJson(a: object, b: object): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

function atAction(error: AppError): AppError {
  return { ...error, path: `/action${error.path === "/name" ? "/signalName" : (error.path ?? "")}` };
}

function otherCount(count: number, expected: number): AppError {
  return {
    code: "BULK_COUNT_CHANGED",
    message: `The job would now have ${String(count)} items and not ${String(expected)}. Nothing was changed.`,
    path: "/expectedCount",
    hint: "Look at the preview again, or leave `expectedCount` out.",
  };
}

function tooMany(): AppError {
  return {
    code: "BULK_TOO_LARGE",
    message: `The job would have more than ${String(MAX_BULK)} items. Nothing was changed.`,
    path: "/filter",
    hint: "Narrow the filter, for instance by `createdBefore`, and start several jobs.",
  };
}

function tooManyJobs(project: string): AppError {
  return {
    code: "QUOTA_EXCEEDED",
    message: `${String(MAX_RUNNING_JOBS)} bulk jobs of the project ${project} run already. Nothing was stored.`,
    hint: "Wait until one has ended, or start one job for all executions instead of many.",
    retryAfterS: 5,
  };
}

function otherJob({ id }: BulkJobRecord): AppError {
  return {
    code: "IDEMPOTENCY_CONFLICT",
    message: `This idempotency key was used for a different job, ${id}.`,
    path: "/idempotencyKey",
    hint: "Use a new key for a new job.",
  };
}
